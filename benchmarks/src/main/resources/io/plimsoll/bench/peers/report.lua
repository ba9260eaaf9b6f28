-- The result as one line of numbers, for WrkReport.
function done(summary, latency, requests)
  local errors = summary.errors
  io.write(string.format("report %d %d %d %d %d %d\n",
    summary.requests, summary.duration, latency:percentile(50), latency:percentile(99), errors.status,
    errors.connect + errors.read + errors.write + errors.timeout))
end

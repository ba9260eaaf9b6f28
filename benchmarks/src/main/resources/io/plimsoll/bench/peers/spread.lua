-- Many objects in turns.
local paths = { @paths@ }
local requests = {}
local n = 0

function init(args)
  for i, path in ipairs(paths) do
    requests[i] = wrk.format("GET", path)
  end
end

function request()
  n = n % #requests + 1
  return requests[n]
end

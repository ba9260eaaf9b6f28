-- Draws permits of a rate by Redis's clock: GCRA. Says the same as Gcra in Java, number by number.
-- KEYS: the time at which the last permit would have been due, µs
-- ARGV: requests, µs that they are for, wanted permits
-- Returns granted|due|left|µs until all can be drawn|µs until one can|now
local n, per, wanted = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000000 + tonumber(time[2])

local function free(due)
  return math.max(0, math.floor((now + per - due) * n / per))
end

local due = math.min(math.max(tonumber(redis.call('GET', KEYS[1]) or '0'), now), now + per)
local granted = math.min(wanted, free(due))
due = due + math.ceil(granted * per / n)
if granted > 0 then
  redis.call('SET', KEYS[1], string.format('%.0f', due), 'PX', math.max(1, math.ceil((due - now) / 1000)))
end
local left = free(due)
local retry = left >= 1 and 0 or math.max(1, due - per + math.ceil(per / n) - now)
return string.format('%.0f|%.0f|%.0f|%.0f|%.0f|%.0f', granted, due, left, due - now, retry, now)

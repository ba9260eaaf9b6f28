-- The server's clock, µs since 1970. KEYS[1] is not read: it says which server of a cluster is asked.
local now = redis.call('TIME')
return now[1] .. string.format('%06d', now[2])

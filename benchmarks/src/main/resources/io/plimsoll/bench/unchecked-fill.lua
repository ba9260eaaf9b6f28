-- The product's fill.lua without its check, to be compared with it: what stays is taking the tags' generations, and the
-- entry. It may store an answer that is older than what has been applied. Only for measuring.
-- KEYS: entry, lease, tag...
-- ARGV: epoch, ttl in ms, entry fields, body, a fresh generation
redis.call('UNLINK', KEYS[2])

local ttl = tonumber(ARGV[2])
local generations = {}
for i = 3, #KEYS do
  local generation = redis.call('GET', KEYS[i])
  if not generation then
    generation = ARGV[5]
    redis.call('SET', KEYS[i], generation, 'PX', ttl)
  elseif redis.call('PTTL', KEYS[i]) < ttl then
    redis.call('PEXPIRE', KEYS[i], ttl)
  end
  generations[#generations + 1] = generation
end

local now = redis.call('TIME')
local stored = string.format('%016x', tonumber(now[1]) * 1000000 + tonumber(now[2]))
local head = ARGV[1] .. '|' .. stored .. '|' .. ARGV[3] .. table.concat(generations, ',') .. '|\n'
redis.call('SET', KEYS[1], head .. ARGV[4], 'PX', ttl)
return 'stored'

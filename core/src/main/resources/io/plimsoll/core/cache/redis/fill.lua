-- Stores an answer of the origin, if what its read saw is not older than what has been applied.
-- KEYS: control, stripes, entry, lease, tag...
-- ARGV: epoch, incarnation, shapes, "primary" or "up-to",
--       xmin or LSN, xmax or "", running xids joined by commas or "",
--       ttl in ms, entry fields, body, a fresh generation, then a stripe number for each tag
-- Returns "stored" or the label of the reason why not. Says the same as Rules.refusal and Stamp.sees in Java.
local MARK = 32
local HEAD = 64

redis.call('UNLINK', KEYS[4])

local state = redis.call('GET', KEYS[1])
local epoch = redis.call('HGET', KEYS[2], 'epoch')
if not state or not epoch then return 'no-control' end
local f = {}
for field in string.gmatch(state, '([^|]*)|') do f[#f + 1] = field end
if f[2] ~= epoch then return 'no-control' end
if f[2] ~= ARGV[1] then return 'epoch' end
if f[3] == '' or f[3] ~= ARGV[2] then return 'incarnation' end
if f[11] ~= ARGV[3] then return 'tag-shapes' end

local primary = ARGV[4] == 'primary'
local low, xmax, running = ARGV[5], ARGV[6], ',' .. ARGV[7] .. ','

if primary then
  if f[9] >= low then return 'floor' end
elseif f[10] > low then
  return 'floor'
end

local function seesAll(stripe)
  if not primary then return string.sub(stripe, 17, 32) <= low end
  if string.sub(stripe, 1, 16) < low then return true end
  if string.sub(stripe, 33, 48) >= low then return false end
  for i = HEAD + 1, #stripe, MARK do
    local xid = string.sub(stripe, i, i + 15)
    if xid >= low and (xid >= xmax or string.find(running, ',' .. xid .. ',', 1, true)) then
      return false
    end
  end
  return true
end

for i = 12, #ARGV do
  local stripe = redis.call('HGET', KEYS[2], ARGV[i])
  if stripe and not seesAll(stripe) then return 'mark' end
end

local ttl = tonumber(ARGV[8])
local generations = {}
for i = 5, #KEYS do
  local generation = redis.call('GET', KEYS[i])
  if not generation then
    generation = ARGV[11]
    redis.call('SET', KEYS[i], generation, 'PX', ttl)
  elseif redis.call('PTTL', KEYS[i]) < ttl then
    redis.call('PEXPIRE', KEYS[i], ttl)
  end
  generations[#generations + 1] = generation
end

local now = redis.call('TIME')
local stored = string.format('%016x', tonumber(now[1]) * 1000000 + tonumber(now[2]))
local head = epoch .. '|' .. stored .. '|' .. ARGV[9] .. table.concat(generations, ',') .. '|\n'
redis.call('SET', KEYS[3], head .. ARGV[10], 'PX', ttl)
return 'stored'

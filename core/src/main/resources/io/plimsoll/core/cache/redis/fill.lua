-- Stores an answer of the origin, if what its read saw is not older than what has been applied.
-- KEYS: control, stripes, entry, lease, tag... (the query's, then the captured ones)
-- ARGV: how the control state must begin (version, epoch, incarnation, shapes), "primary" or "up-to",
--       xmin or LSN, xmax or "", running xids joined by commas or "",
--       ttl in ms, entry fields (the names of the captured tags are the last), tuple and body, a fresh generation,
--       the numbers of the tags' stripes joined by commas
-- Returns "stored" or the label of the reason why not. Says the same as Rules.refusal and Stamp.sees in Java.
local MARK = 32 -- xid and LSN
local HEAD = 64 -- greatest xid, greatest LSN, folded xid, folded LSN

redis.call('UNLINK', KEYS[4])

local state = redis.call('GET', KEYS[1])
if not state then return 'no-control' end
local agreed = #ARGV[1]
local epoch = string.sub(ARGV[1], 3, 18)
if string.sub(state, 1, agreed) ~= ARGV[1] then
  if string.sub(state, 3, 18) ~= epoch then return 'epoch' end
  local incarnation = '^[^|]*|[^|]*|([^|]*)|'
  return string.match(state, incarnation) ~= string.match(ARGV[1], incarnation) and 'incarnation' or 'tag-shapes'
end

local primary, low, xmax = ARGV[2] == 'primary', ARGV[3], ARGV[4]

-- Whether a transaction and all before it were visible to the read: xid and LSN stand side by side in text.
local function clears(text, at)
  if primary then return string.sub(text, at, at + 15) < low end
  return string.sub(text, at + 17, at + 32) <= low
end

if not clears(state, agreed + 1) then return 'floor' end
if not clears(state, agreed + 35) then -- the newest mark of all
  -- Whether one of a stripe's marks is of this transaction. Its text is full of zeros: they are not searched for.
  local function holds(stripe, xid)
    local digits = string.match(xid, '^0*(.+)$')
    local at = string.find(stripe, digits, HEAD + 1, true)
    while at do
      local start = at + #digits - 16
      if (start - HEAD - 1) % MARK == 0 and string.sub(stripe, start, start + 15) == xid then return true end
      at = string.find(stripe, digits, at + 1, true)
    end
    return false
  end

  local function seesAll(stripe)
    if not primary then return string.sub(stripe, 17, 32) <= low end
    local greatest = string.sub(stripe, 1, 16)
    if greatest < low then return true end
    if greatest >= xmax or string.sub(stripe, 33, 48) >= low then return false end
    for xid in string.gmatch(ARGV[5], '%x+') do
      if holds(stripe, xid) then return false end
    end
    return true
  end

  local wanted = {}
  for number in string.gmatch(ARGV[10], '%d+') do wanted[#wanted + 1] = number end
  local stripes = redis.call('HMGET', KEYS[2], 'epoch', unpack(wanted))
  if stripes[1] ~= epoch then return 'no-control' end
  for i = 2, #stripes do
    if stripes[i] and not seesAll(stripes[i]) then return 'mark' end
  end
end

local ttl = tonumber(ARGV[6])
local generations = {}
for i = 5, #KEYS do
  local generation = redis.call('GET', KEYS[i])
  if not generation then
    generation = ARGV[9]
    redis.call('SET', KEYS[i], generation, 'PX', ttl)
  elseif redis.call('PTTL', KEYS[i]) < ttl then
    redis.call('PEXPIRE', KEYS[i], ttl)
  end
  generations[#generations + 1] = generation
end

local now = redis.call('TIME')
local stored = string.format('%016x', tonumber(now[1]) * 1000000 + tonumber(now[2]))
local head = epoch .. '|' .. stored .. '|' .. ARGV[7] .. table.concat(generations, ',') .. '|\n'
redis.call('SET', KEYS[3], head .. ARGV[8], 'PX', ttl)
return 'stored'

-- Applies a run of the change stream, if the cache stands exactly where the sender believes it does. Or a change that was
-- foretold: its topic is "", ARGV[1] is its incarnation, and nothing moves but what fills must see.
-- KEYS: control, stripes, tag...
-- ARGV: epoch, topic, expected offset, next offset, "t0|lsn|xid" or "", "floor xid|floor lsn" or "",
--       LSN of the run's last record, then pairs of stripe number and its new marks (xid and LSN, 16 hex digits each, back to back)
-- Returns "applied", "no-control" or "mismatch".
-- All numbers are fixed-width hex: their order as text is their order, and Lua's doubles are not used.
local MARK = 32
local HEAD = 64      -- greatest xid, greatest LSN, folded xid, folded LSN
local CAPACITY = 256 -- marks a stripe may hold before the older half is folded

local state = redis.call('GET', KEYS[1])
local epoch = redis.call('HGET', KEYS[2], 'epoch')
if not state or not epoch then return 'no-control' end

local f = {} -- the fields, as ControlCodec tells them
for field in string.gmatch(state, '([^|]*)|') do f[#f + 1] = field end
if f[2] ~= epoch then return 'no-control' end
local foretold = ARGV[2] == ''
if foretold then
  if f[3] ~= ARGV[1] or f[3] == '' then return 'mismatch' end
elseif f[2] ~= ARGV[1] or f[14] ~= ARGV[2] or f[10] ~= ARGV[3] then return 'mismatch' end

local function max(a, b) if a < b then return b end return a end

-- The greatest xid and the greatest LSN among marks.
local function greatest(marks, xid, lsn)
  for i = 1, #marks, MARK do
    xid = max(xid, string.sub(marks, i, i + 15))
    lsn = max(lsn, string.sub(marks, i + 16, i + 31))
  end
  return xid, lsn
end

for i = 8, #ARGV, 2 do
  local stripe = redis.call('HGET', KEYS[2], ARGV[i]) or string.rep('0', HEAD)
  local xid, lsn = greatest(ARGV[i + 1], string.sub(stripe, 1, 16), string.sub(stripe, 17, 32))
  local foldedXid, foldedLsn = string.sub(stripe, 33, 48), string.sub(stripe, 49, 64)
  local marks = string.sub(stripe, HEAD + 1) .. ARGV[i + 1]
  if #marks > CAPACITY * MARK then
    local keep = CAPACITY / 2 * MARK
    foldedXid, foldedLsn = greatest(string.sub(marks, 1, #marks - keep), foldedXid, foldedLsn)
    marks = string.sub(marks, -keep)
  end
  f[7], f[8] = max(f[7], xid), max(f[8], lsn)
  redis.call('HSET', KEYS[2], ARGV[i], xid .. lsn .. foldedXid .. foldedLsn .. marks)
end

for i = 3, #KEYS, 1000 do
  redis.call('UNLINK', unpack(KEYS, i, math.min(i + 999, #KEYS)))
end

if ARGV[6] ~= '' then f[5], f[6] = string.match(ARGV[6], '(%x+)|(%x+)') end
if not foretold then f[10], f[9] = ARGV[4], ARGV[7] end
if ARGV[5] ~= '' then f[11], f[12], f[13] = string.match(ARGV[5], '(%x+)|(%x+)|(%x+)') end
redis.call('SET', KEYS[1], table.concat(f, '|') .. '|')
return 'applied'

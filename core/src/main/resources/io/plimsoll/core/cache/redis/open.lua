-- Begins a new epoch: entries of the old one become unreadable, the marks are forgotten.
-- KEYS: control, stripes.  ARGV: epoch, control
redis.call('DEL', KEYS[2])
redis.call('HSET', KEYS[2], 'epoch', ARGV[1])
redis.call('SET', KEYS[1], ARGV[2])
return 'opened'

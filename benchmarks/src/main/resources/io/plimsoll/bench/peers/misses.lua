-- Paths that nobody asked before: arguments are a path that ends before its number, and the first number; it counts down.
local threads = 0

function setup(thread)
  thread:set("offset", threads)
  threads = threads + 1
end

function init(args)
  prefix = args[1]
  n = tonumber(args[2]) - offset
end

function request()
  n = n - 64
  return wrk.format("GET", prefix .. string.format("%d", n))
end

-- One goroutine, one mutex; N times lock and unlock.
local n = tonumber(arg[1])
local mu, count = sync.mutex(), 0

for _ = 1, n do
  mu:lock()
  count = count + 1
  mu:unlock()
end
assert(count == n, "wrong count")

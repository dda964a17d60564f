-- Ten goroutines that all want one mutex and let the others go first while
-- they hold it, so that everybody has to wait; N rounds in all.
local n = tonumber(arg[1])
local mu, group, count = sync.mutex(), sync.waitgroup(), 0

for _ = 1, 10 do
  group:add(1)
  go(function()
    for _ = 1, n / 10 do
      mu:lock()
      count = count + 1
      runtime.gosched()
      mu:unlock()
    end
    group:done()
  end)
end
group:wait()
assert(count == n, "wrong count")

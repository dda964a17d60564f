-- Four goroutines, one variable, one mutex: N times locked, read, written.
local n = tonumber(arg[1])
local x, mu, wg = shared(0, "x"), sync.mutex(), sync.waitgroup()
for _ = 1, 4 do
  wg:go(function()
    for _ = 1, n / 4 do
      mu:lock()
      x:set(x:get() + 1)
      mu:unlock()
    end
  end)
end
wg:wait()
assert(x:get() == n)

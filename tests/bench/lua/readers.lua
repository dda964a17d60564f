-- Ten readers of a rwmutex that hold it together, and a writer now and then;
-- N read locks in all.
local n = tonumber(arg[1])
local rw, group, value = sync.rwmutex(), sync.waitgroup(), 0

for _ = 1, 10 do
  group:add(1)
  go(function()
    for i = 1, n / 10 do
      rw:rlock()
      if i % 10 == 0 then runtime.gosched() end
      rw:runlock()
      if i % 100 == 0 then
        rw:lock()
        value = value + 1
        rw:unlock()
      end
    end
    group:done()
  end)
end
group:wait()
assert(value == math.floor(n / 1000) * 10, "wrong value")

-- Goroutines and coroutines dropped half-way, then collected.
-- status: 0
-- prints: contained
for i = 1, 300 do
  local co = coroutine.create(function()
    local inner = coroutine.wrap(function()
      coroutine.yield(chan(1))
    end)
    coroutine.yield(inner())
  end)
  coroutine.resume(co)
  go(function()
    defer(function() end)
    runtime.goexit()
  end)
  if i % 50 == 0 then collectgarbage() end
end
time.sleep("1ms")
runtime.gc()
print("contained")

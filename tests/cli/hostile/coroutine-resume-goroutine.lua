-- The threads of goroutines, resumed, wrapped and asked from outside.
-- status: 0
-- prints: contained
local threads, ch = {}, chan()
threads[1] = coroutine.running()
for i = 2, 4 do
  go(function()
    threads[i] = coroutine.running()
    ch:recv()
    threads[i + 10] = coroutine.running()
  end)
end
time.sleep("1ms")
for _, thread in pairs(threads) do
  local ok = coroutine.resume(thread, "intruder")
  assert(not ok, "resumed a goroutine")
  coroutine.status(thread)
  pcall(debug.traceback, thread)
end
for _ = 2, 4 do ch:send(true) end
time.sleep("1ms")
for _, thread in pairs(threads) do
  assert(not coroutine.resume(thread), "resumed an ended goroutine")
end
print("contained")

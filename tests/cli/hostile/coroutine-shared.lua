-- One coroutine resumed by many goroutines while it waits.
-- status: 0 1
local ch = chan()
local co = coroutine.create(function()
  for i = 1, math.huge do
    ch:recv()
    coroutine.yield(i)
  end
end)
for _ = 1, 10 do
  go(function()
    for _ = 1, 10 do coroutine.resume(co) end
  end)
end
for _ = 1, 20 do
  if select{ send(ch, 1, "sent"), recv(time.after("1ms"), "late") }
    == "late" then break end
end
print("contained")

-- The same while it waits; and nothing of it stays in the queue.
local ch, done = chan(), chan()
go(function()
  local _, v = select{ recv(ch), recv(ch) }
  done:send(v)
end)
runtime.gosched()
ch:send(5)
print((done:recv()))
if select{ send(ch, 6), default = true } == 1 then
  print("somebody took it")
else
  print("nobody waits")
end

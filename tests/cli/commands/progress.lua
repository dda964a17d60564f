local ping, pong = chan(), chan()
go(function()
  for v in ping:range() do pong:send(v + 1) end
end)
local v = 0
while true do
  ping:send(v)
  v = pong:recv()
end

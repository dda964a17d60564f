-- Two goroutines that send each other values for ever.
-- status: 1 3
-- says: limit|livelock
local ping, pong = chan(), chan()
go(function()
  for v in ping:range() do pong:send(v) end
end)
while true do
  ping:send(1)
  pong:recv()
end

-- Two goroutines and two unbuffered channels; N messages, N/2 each way.
local n = tonumber(arg[1])
local ping, pong = chan(), chan()

go(function()
  for v in ping:range() do
    pong:send(v)
  end
  pong:close()
end)

for i = 1, math.floor(n / 2) do
  ping:send(i)
  local v = pong:recv()
  assert(v == i, "wrong echo")
end
ping:close()
pong:recv()

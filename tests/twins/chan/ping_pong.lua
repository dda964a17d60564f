-- Two goroutines hand one value to and fro over two unbuffered channels.
local there, back = chan(), chan()
go(function()
  for n in there:range() do
    print("pong", n)
    back:send(n + 1)
  end
  back:close()
end)
local n = 0
for _ = 1, 3 do
  print("ping", n)
  there:send(n)
  n = back:recv()
end
there:close()
local _, ok = back:recv()
print(n, ok)

-- One-way views are the same channel.
local function produce(out, n)
  for i = 0, n - 1 do
    out:send(i)
  end
  print("out", out:len(), out:cap())
  out:close()
end
local function consume(in_)
  local sum = 0
  for v in in_:range() do
    sum = sum + v
  end
  return sum
end
local ch = chan(6)
produce(ch:send_only(), 5)
print("in", ch:len(), consume(ch:recv_only()))
local _, ok = ch:recv()
print(ok)

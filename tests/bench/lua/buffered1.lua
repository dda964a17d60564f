-- One producer and one consumer over a channel of capacity 1; N messages.
local n = tonumber(arg[1])
local ch = chan(1)

go(function()
  for i = 1, n do
    ch:send(i)
  end
  ch:close()
end)

local count = 0
for _ in ch:range() do
  count = count + 1
end
assert(count == n, "wrong count")

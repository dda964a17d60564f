-- A loop over a channel that nobody closes never ends.
local ch = chan()
go(function()
  for i = 0, 2 do
    ch:send(i)
  end
end)
for v in ch:range() do
  print(v)
end
print("not reached")

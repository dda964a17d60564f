-- Leaving a loop over a channel leaves the rest in it.
local ch = chan(5)
for i = 0, 4 do
  ch:send(i)
end
for v in ch:range() do
  if v == 2 then
    break
  end
end
local n = ch:len()
print(n, (ch:recv()))

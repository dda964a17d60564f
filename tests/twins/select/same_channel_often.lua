-- One channel in many cases: one value, one case.
local ch = chan(1)
local n = 0
for i = 0, 29 do
  ch:send(i)
  local _, v = select{ recv(ch), recv(ch), recv(ch) }
  n = n + v
  if ch:len() ~= 0 then
    print("left", ch:len())
  end
end
print(n)

-- Of three ready cases each is chosen about as often.
local ch = {}
for i = 1, 3 do
  ch[i] = chan(1)
  ch[i]:send(true)
end
local n = { 0, 0, 0 }
for _ = 1, 3000 do
  local i, v = select{ recv(ch[1]), recv(ch[2]), recv(ch[3]) }
  n[i] = n[i] + 1
  ch[i]:send(v)
end
for i = 1, 3 do
  print(n[i] > 700, n[i] < 1300)
end
print(n[1] + n[2] + n[3])

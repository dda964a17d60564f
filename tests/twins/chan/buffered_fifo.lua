-- A buffer gives its values back in the order they came; len follows.
local ch = chan(3)
print(ch:len(), ch:cap())
for _, s in ipairs{ "a", "b", "c" } do
  ch:send(s)
  print(ch:len(), ch:cap())
end
print((ch:recv()))
ch:send("d")
while ch:len() > 0 do
  local v = ch:recv()
  print(v, ch:len())
end

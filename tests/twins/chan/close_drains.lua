-- A closed channel gives what it holds, then nothing for ever.
local ch = chan(3)
ch:send("x")
ch:send("y")
ch:close()
print(ch:len(), ch:cap())
for _ = 1, 4 do
  local v, ok = ch:recv()
  print(v, ok, ch:len())
end

-- A send waits only while the buffer is full.
local ch = chan(2)
go(function()
  for i = 1, 4 do
    print("sending", i)
    ch:send(i)
    print("sent", i)
  end
  ch:close()
end)
runtime.gosched()
print("main has", ch:len())
for v in ch:range() do
  print("got", v)
end

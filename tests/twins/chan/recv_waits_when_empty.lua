-- A receive waits only while the buffer is empty.
local ch, done = chan(4), chan()
go(function()
  for _ = 1, 3 do
    print("asking")
    print("got", (ch:recv()))
  end
  done:close()
end)
runtime.gosched()
ch:send(1)
print("one sent, buffered:", ch:len())
ch:send(2)
print("two sent, buffered:", ch:len())
runtime.gosched()
ch:send(3)
done:recv()

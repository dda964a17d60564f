-- Senders that wait are not counted; the buffer stays full while they do.
local ch = chan(2)
for i = 1, 5 do
  go(function() ch:send(i) end)
  runtime.gosched()
end
print("len", ch:len())
for _ = 1, 5 do
  local v = ch:recv()
  print("got", v, "len", ch:len())
end

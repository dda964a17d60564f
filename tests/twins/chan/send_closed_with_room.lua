-- Room in the buffer does not help a send on a closed channel; its value is
-- lost, what was sent before is not.
local ch = chan(4)
ch:send("kept")
ch:close()
func(function()
  defer(function() print("recovered:", recover()) end)
  ch:send("lost")
end)()
print(ch:len())
for _ = 1, 2 do
  local v, ok = ch:recv()
  print(v, ok)
end

-- The nil value can be sent; ok tells it from the end.
local ch = chan(3)
ch:send(nil)
ch:send(false)
ch:send(nil)
ch:close()
for _ = 1, 4 do
  local v, ok = ch:recv()
  print(v, ok)
end

-- A send on a closed channel panics although there is a default.
local ch = chan()
ch:close()
print("trying")
if select{ send(ch, 1), default = true } == 1 then
  print("sent")
else
  print("default")
end

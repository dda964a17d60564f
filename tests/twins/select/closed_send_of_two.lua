-- The only ready case is a send on a closed channel: it panics.
local closed, quiet = chan(1), chan()
closed:close()
defer(function()
  print("recovered:", recover())
  local _, ok = closed:recv()
  print(ok)
end)
if select{ send(closed, 1), recv(quiet) } == 1 then
  print("sent")
else
  print("received")
end

-- Leaving the loop around a select, when a flag or a channel says so.
local data, stop = chan(), chan()
go(function()
  for i = 1, 3 do
    data:send(i)
  end
  stop:close()
end)
while true do
  local what, v = select{ recv(data, "data"), recv(stop, "stop") }
  if what == "stop" then
    print("stop")
    break
  end
  print("data", v)
end
print("after")

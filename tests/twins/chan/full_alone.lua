local ch = chan(2)
local i = 0
while true do
  ch:send(i)
  print("sent", i)
  i = i + 1
end

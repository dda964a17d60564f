-- The receiver wants one more than there are.
local ch = chan()
for _ = 1, 2 do
  go(function() ch:send(7) end)
end
for i = 0, 2 do
  print(i, (ch:recv()))
end

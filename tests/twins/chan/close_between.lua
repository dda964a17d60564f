-- Values sent before the close arrive, in order, and then the end.
for _, room in ipairs{ 0, 1, 5 } do
  local ch = chan(room)
  go(function()
    for i = 0, 3 do
      ch:send(i)
    end
    ch:close()
  end)
  local n = 0
  while true do
    local v, ok = ch:recv()
    if not ok then
      break
    end
    if v ~= n then
      print("out of order", v)
    end
    n = n + 1
  end
  print(room, n)
end

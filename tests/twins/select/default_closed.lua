-- A closed channel is always ready for a receive.
local ch = chan(2)
ch:send("last")
ch:close()
for _ = 1, 3 do
  local case, v, ok = select{ recv(ch), default = true }
  if case == 1 then
    print(v, ok)
  else
    print("default")
  end
end

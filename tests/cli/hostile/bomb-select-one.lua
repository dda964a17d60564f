-- One channel in a hundred thousand cases of one select, then closed.
-- status: 0 1 3
local ch, cases = chan(), {}
for i = 1, 100000 do cases[i] = recv(ch) end
go(function()
  time.sleep("1ms")
  ch:close()
end)
select(cases)
print("contained")

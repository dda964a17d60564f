-- A select of one case is the plain operation.
local ch = chan()
go(function()
  select{ send(ch, 1) }
  select{ send(ch, 2) }
  ch:close()
end)
for i = 0, 2 do
  local _, v, ok = select{ recv(ch) }
  print(v, ok)
  if i == 1 then
    break
  end
end
local _, _, ok = select{ recv(ch) }
print(ok)

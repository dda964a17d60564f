-- A script that takes away every global, then leaks: the report stands.
-- status: 1
-- says: chan receive
-- at: here
local ch, go, pairs, next = chan(), go, pairs, next
go(function()
  ch:recv() -- here
end)
local names = {}
for name in pairs(_G) do names[#names + 1] = name end
for _, t in next, { string, table, math, coroutine, seep, time, runtime } do
  local fields = {}
  for field in pairs(t) do fields[#fields + 1] = field end
  for _, field in next, fields do t[field] = nil end
end
local G = _G
for _, name in next, names do G[name] = nil end

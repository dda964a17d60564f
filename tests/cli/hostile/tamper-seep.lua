-- The interface itself, changed while it is in use.
-- status: 1
local ch = chan()
for _, t in pairs{ seep, time, sync, context, errors, runtime, check } do
  for name in pairs(t) do pcall(rawset, t, name, false) end
end
pcall(rawset, seep, "go", nil)
local mt = getmetatable(ch)
if type(mt) == "table" then
  pcall(function() mt.__index = nil end)
  pcall(function() mt.__metatable = nil end)
end
go(function() ch:recv() end)

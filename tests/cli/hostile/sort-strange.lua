-- Sorting what cannot be sorted, and lists that change meanwhile.
-- status: 0
-- prints: contained
pcall(table.sort, { 1, nil, 3, nil, 5 })
pcall(table.sort, { 1, "x", {}, print })
pcall(table.sort, { 0 / 0, 1, 0 / 0, 2 })
pcall(table.sort)
pcall(table.sort, "x")
pcall(table.sort, {}, 42)
pcall(table.sort, { 2, 1 }, "x")
local list = {}
for i = 1, 1000 do list[i] = -i end
pcall(table.sort, list, function(a, b)
  list[#list + 1] = 1
  return a < b
end)
pcall(table.sort, list, function(a, b)
  for i = 1, #list do list[i] = nil end
  return a < b
end)
list = { 3, 2, 1 }
pcall(table.sort, list, function() pcall(table.sort, list) return true end)
pcall(table.sort, list, function() setmetatable(list, {
  __index = function() error("x") end,
  __newindex = function() error("y") end,
}) return true end)
local objects = {}
for i = 1, 100 do
  objects[i] = setmetatable({}, { __lt = function() error("lt") end })
end
pcall(table.sort, objects)
print("contained")

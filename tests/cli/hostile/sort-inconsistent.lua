-- Comparators that contradict themselves.
-- status: 0
-- prints: contained
local n = 0
local comparators = {
  function() return true end, function() return false end,
  function() n = n + 1 return n % 2 == 0 end,
  function(a, b) return a <= b end, function() return math.random() < 0.5 end,
  function(a) return a end, function() return 0 end, function() end,
  function(a, b) return a ~= b end, function(_, b) return b == nil end,
}
for _, less in ipairs(comparators) do
  for _, size in ipairs{ 0, 1, 2, 3, 10, 1000 } do
    local list = {}
    for i = 1, size do list[i] = (i * 7919) % 101 end
    pcall(table.sort, list, less)
  end
end
print("contained")

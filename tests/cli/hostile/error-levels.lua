-- Error levels that no stack has.
-- status: 0
-- prints: contained
for _, level in ipairs{ -1, 1e9, 2 ^ 31, 0 / 0, math.huge, -2 ^ 31 } do
  assert(not pcall(error, "x", level))
end
print("contained")

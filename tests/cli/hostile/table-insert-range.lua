-- Places in a table that are very far away.
-- status: 0 1 3
for _, at in ipairs{ -2 ^ 31, 2 ^ 31 - 1, -2 ^ 53, 2 ^ 53, 0 / 0, 1e308 } do
  pcall(table.insert, { 1, 2 }, at, 3)
  pcall(table.remove, { 1, 2 }, at)
end
print("contained")

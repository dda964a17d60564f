-- What later versions have, over very far ranges.
-- status: 0 1 3
if table.move then pcall(table.move, { 1 }, 1, 2 ^ 31 - 2, 2) end
if table.move then pcall(table.move, {}, -2 ^ 31, 2 ^ 31 - 2, 1) end
if table.foreachi then pcall(table.foreachi, {}, print) end
if table.maxn then pcall(table.maxn, { [1e308] = 1 }) end
print("contained")

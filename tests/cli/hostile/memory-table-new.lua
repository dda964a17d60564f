-- A table with a huge index, and one made huge in one go.
-- status: 0 1 3
local t = {}
for i = 1, 30 do t[2 ^ i] = i end
for i = 1, 30 do t[2 ^ 31 - i] = i end
local ok, new = pcall(require, "table.new")
if ok then pcall(new, 2 ^ 27, 2 ^ 27) end
print("contained")

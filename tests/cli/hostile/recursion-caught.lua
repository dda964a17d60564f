-- Endless recursion caught by pcall, a hundred times over.
-- status: 0 1 3
local function f() return 1 + f() end
for _ = 1, 100 do pcall(f) end
print("contained")

-- The same, caught, so that the tool must live on.
-- status: 0 1 3
local function f(s) return (s:gsub(".", f)) end
for _ = 1, 3 do pcall(f, "x") end
print("contained")

-- A function that calls itself without end.
-- status: 1 3
-- says: overflow|limit|memory
local function f() return 1 + f() end
f()

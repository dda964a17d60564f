-- gsub whose callback calls gsub without end.
-- status: 1 3
-- says: overflow|limit|memory
local function f(s) return (s:gsub(".", f)) end
f("x")

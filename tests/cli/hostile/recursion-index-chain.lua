-- A chain of __index that bites its own tail.
-- status: 1 3
-- at: here
local t = {}
setmetatable(t, { __index = t })
print(t.x) -- here

-- A __tostring that prints itself.
-- status: 1 3
-- says: overflow|limit|memory
local t
t = setmetatable({}, { __tostring = function() print(t) end })
print(t)

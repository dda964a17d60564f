-- An __index function that indexes its table.
-- status: 1 3
-- says: overflow|limit|memory
local t = setmetatable({}, { __index = function(t, k) return t[k] end })
print(t.x)

-- A chain of a hundred thousand __index.
-- status: 0 1 3
local t = { x = 1 }
for _ = 1, 100000 do t = setmetatable({}, { __index = t }) end
print(t.x)

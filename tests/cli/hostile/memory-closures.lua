-- Closures for ever.
-- status: 1 3
-- says: memory|limit
local t = {}
for i = 1, math.huge do t[i] = function() return i, t end end

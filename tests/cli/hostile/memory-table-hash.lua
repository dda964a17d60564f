-- Ever new keys.
-- status: 1 3
-- says: memory|limit
local t = {}
for i = 1, math.huge do t["key" .. i] = i end

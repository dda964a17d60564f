-- Channels without end, all kept.
-- status: 1 3
-- says: memory|limit
local t = {}
for i = 1, math.huge do t[i] = chan(10) end

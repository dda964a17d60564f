-- A channel of the greatest capacity, filled.
-- status: 1 3
-- says: memory|limit
local ch = chan(2 ^ 31 - 1)
for i = 1, math.huge do ch:send(i) end

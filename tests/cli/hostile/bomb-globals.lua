-- Globals without end.
-- status: 1 3
-- says: memory|limit
for i = 1, math.huge do _G["global" .. i] = i end

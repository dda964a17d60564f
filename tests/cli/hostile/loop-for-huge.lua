-- A numeric for to infinity.
-- status: 1 3
-- says: limit|livelock
for _ = 1, math.huge do end

-- A numeric for with step 0.
-- status: 1 3
-- says: limit|livelock
for _ = 1, 2, 0 do end

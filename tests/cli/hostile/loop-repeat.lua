-- An endless repeat, with work in it.
-- status: 1 3
-- says: limit|livelock
local n = 0
repeat n = (n * 7 + 1) % 1000 until false

-- A string that repeats itself, again and again.
-- status: 1 3
-- says: memory|too large|too long|limit
local s = "x"
for _ = 1, 10 do s = s:rep(1000) end

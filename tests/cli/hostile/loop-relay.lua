-- A goroutine that ends by starting the next, for ever.
-- status: 1 3
-- says: limit|livelock
local function f() go(f) end
f()
time.sleep("1s")

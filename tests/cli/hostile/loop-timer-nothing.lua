-- A timer of no duration that sets itself again: time never moves.
-- status: 1 3
-- says: limit|livelock
local function f() time.after_func(0, f) end
f()
time.sleep("1s")

-- An endless tail call.
-- status: 1 3
-- says: limit|livelock
local function f() return f() end
f()

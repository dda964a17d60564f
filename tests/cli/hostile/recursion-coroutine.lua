-- Coroutines in coroutines without end.
-- status: 1 3
-- says: overflow|limit|memory|nest
local function f() coroutine.wrap(f)() end
f()

-- A deferred call that defers itself.
-- status: 1 3
local function f() defer(f) end
func(f)()

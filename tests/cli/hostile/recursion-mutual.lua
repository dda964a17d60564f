-- Two functions that call each other in a goroutine.
-- status: 1 3
-- says: overflow|limit|memory
local odd
local function even(n) return not odd(n + 1) end
function odd(n) return not even(n + 1) end
go(even, 0)
time.sleep("1s")

-- One goroutine, one variable: N times a read and a write.
local n = tonumber(arg[1])
local x = shared(0, "x")
for _ = 1, n do x:set(x:get() + 1) end
assert(x:get() == n)

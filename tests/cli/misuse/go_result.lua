-- a goroutine of what a function returned
-- says: go needs a function, got boolean
local function work() return true end
go("worker", work()) -- WRONG

-- a goroutine of nil
-- fatal: go of nil func value
local handler
go(handler) -- WRONG

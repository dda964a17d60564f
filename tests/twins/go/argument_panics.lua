-- A panic in the argument is the caller's.
local function argument() panic("no argument") end
defer(function() print("recovered:", recover()) end)
go(print, "started with", argument())
print("not reached")

-- Starting nothing is fatal: it cannot be recovered.
defer(function() print("recovered:", recover()) end)
local f
print("starting")
go(f)
print("not reached")

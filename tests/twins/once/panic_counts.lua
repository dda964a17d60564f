-- A panic counts as done.
local once = sync.once()
func(function()
  defer(function() print("recovered", recover()) end)
  once:call(function() panic("failed") end)
end)()
once:call(function() print("not reached") end)
print("end")

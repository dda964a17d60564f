local once = sync.once()
defer(once, "call", function() print("not reached") end)
once:call(function() panic("failed") end)

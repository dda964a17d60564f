-- Goexit in main, a panic after it, recovered in the frame further out: main
-- is gone for good.
defer(print, "main's last")
func(function()
  defer(function() print("recovered", recover()) end)
  func(function()
    defer(function()
      func(function() panic("late") end)()
    end)
    runtime.goexit()
  end)()
end)()
print("not reached")

-- The newest is recovered further out, and those that it replaced are gone
-- with it: the next panic stands alone.
local two = func(function()
  defer(function()
    func(function() panic("second") end)()
  end)
  panic("first")
end)
func(function()
  defer(function() print("recovered", recover()) end)
  two()
end)()
print("between")
panic("alone")

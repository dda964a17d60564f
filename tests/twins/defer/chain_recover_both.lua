-- First the one of the called function is recovered, then the one that runs
-- the deferred call.
func(function()
  defer(func(function()
    func(function()
      defer(function() print("inner", recover()) end)
      func(function() panic("second") end)()
    end)()
    print("outer", recover())
    print("again", recover())
  end))
  panic("first")
end)()
print("goes on")

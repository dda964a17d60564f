-- What recovered goes on with the deferred calls of its frame; one of them
-- panics, and the chain begins anew.
func(function()
  defer(function() print("recovered", recover()) end)
  defer(function()
    func(function() panic("second") end)()
  end)
  defer(function() print("recovered", recover()) end)
  panic("first")
end)()
defer(function()
  func(function() panic("fourth") end)()
end)
func(function() panic("third") end)()

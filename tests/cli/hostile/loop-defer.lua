-- An endless loop in a deferred call.
-- status: 1 3
-- says: limit|livelock
func(function()
  defer(function()
    while true do end
  end)
end)()

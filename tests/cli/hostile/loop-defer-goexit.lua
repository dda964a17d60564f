-- An endless loop in a deferred call of a goroutine that exits.
-- status: 1 3
-- says: limit|livelock
go(function()
  defer(function()
    while true do end
  end)
  runtime.goexit()
end)
time.sleep("1s")

-- An endless loop in a goroutine while main sleeps.
-- status: 1 3
-- says: limit|livelock|spin
go(function()
  while true do end
end)
time.sleep("1s")

-- An endless loop in a goroutine after main returned.
-- status: 1 3
-- says: limit|livelock|spin|leak
go(function()
  while true do end
end)

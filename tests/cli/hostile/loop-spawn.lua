-- Goroutines that start, end and are followed by others for ever.
-- status: 1 3
-- says: limit|livelock
while true do
  go(function() end)
  runtime.gosched()
end

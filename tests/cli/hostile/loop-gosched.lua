-- Goroutines that only make way for each other.
-- status: 1 3
-- says: limit|livelock
for _ = 1, 10 do
  go(function()
    while true do runtime.gosched() end
  end)
end
while true do runtime.gosched() end

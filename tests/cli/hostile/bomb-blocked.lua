-- Goroutines that all wait, without end.
-- status: 1 3
-- says: memory|limit|storm
local ch = chan()
while true do
  go(function() ch:recv() end)
end

-- Goroutines that wait deep inside calls and deferred frames.
-- status: 1 3
-- says: memory|limit|storm
local ch = chan()
local function deep(n)
  if n == 0 then return ch:recv() end
  func(function() defer(deep, n - 1) end)()
end
while true do go(deep, 20) end

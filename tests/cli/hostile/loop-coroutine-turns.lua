-- Two coroutines that hand each other on for ever.
-- status: 1 3
-- says: limit|livelock
local turn = coroutine.wrap(function()
  while true do coroutine.yield() end
end)
while true do turn() end

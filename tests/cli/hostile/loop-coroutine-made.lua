-- Coroutines made, left half-way and forgotten for ever.
-- status: 1 3
-- says: limit|livelock
while true do
  coroutine.wrap(function() coroutine.yield() end)()
end

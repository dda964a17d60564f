-- Locks without end, each with one who waits.
-- status: 1 3
-- says: memory|limit|storm
while true do
  local mu = sync.mutex()
  mu:lock()
  go(function() mu:lock() end)
end

-- Polling a lock.
-- status: 1 3
-- says: limit|livelock
local mu = sync.mutex()
mu:lock()
while not mu:try_lock() do end

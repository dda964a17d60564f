-- Sleeping no time at all for ever.
-- status: 1 3
-- says: limit|livelock
while true do time.sleep(0) end

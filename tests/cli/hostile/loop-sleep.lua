-- Sleeping an hour for ever: time runs out, not the test.
-- status: 1 3
-- says: limit|livelock
while true do time.sleep("1h") end

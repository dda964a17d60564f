-- A ticker of one nanosecond that is read for an hour.
-- status: 1 3
-- says: limit|livelock
local ticker = time.new_ticker(1)
while time.now() < time.hour do ticker.c:recv() end

-- Polling a clock that only moves when nobody runs.
-- status: 1 3
-- says: limit|livelock
while time.now() < 1 do end

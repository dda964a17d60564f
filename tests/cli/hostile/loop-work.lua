-- Burning virtual time for ever.
-- status: 1 3
-- says: limit|livelock
while true do runtime.work("1000h") end

-- An endless loop.
-- status: 1 3
-- says: limit|livelock
while true do end

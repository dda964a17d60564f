-- Polling the clock of os.
-- status: 1 3
-- says: limit|livelock
local start = os.clock()
while os.clock() < start + 10 do end

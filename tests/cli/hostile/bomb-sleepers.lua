-- Sleepers without end.
-- status: 1 3
-- says: memory|limit|storm
while true do go(time.sleep, "1000h") end

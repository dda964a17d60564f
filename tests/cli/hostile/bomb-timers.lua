-- Timers without end, none of which is ever due.
-- status: 1 3
-- says: memory|limit|storm
while true do time.after(1e18) end

-- a timer where its channel belongs
-- says: recv(): a channel expected, got timer
local t = time.new_timer("1s")
select{ recv(t) } -- WRONG

-- a send to a timer's channel
-- says: invalid operation: cannot send to receive-only channel
local timeout = time.after("1s")
timeout:send(0) -- WRONG

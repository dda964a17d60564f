-- a view of the wrong direction in select
-- says: invalid operation: cannot receive from send-only channel
local out = chan():send_only()
select{ recv(out), default = true } -- WRONG

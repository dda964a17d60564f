-- a channel itself as a case of select
-- says: select case 1 must be recv(ch), send(ch, v) or false, got channel
local ch = chan(1)
select{ ch, default = true } -- WRONG

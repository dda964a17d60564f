-- a table as a case of select
-- says: select case 1 must be recv(ch), send(ch, v) or false, got table
local ch = chan(1)
select{ { recv = ch } } -- WRONG

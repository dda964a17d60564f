-- a lock as a case of select
-- says: select case 2 must be recv(ch), send(ch, v) or false, got mutex
local mu = sync.mutex()
select{ recv(nilchan), mu } -- WRONG

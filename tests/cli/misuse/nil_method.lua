-- a method of nil
-- says: attempt to index local 'ch' (a nil value)
local ch
ch:send(1) -- WRONG

-- a channel with a capacity that is not whole
-- says: a channel's capacity must be a whole number, got 2.5
local ch = chan(5 / 2) -- WRONG

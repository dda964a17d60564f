-- a name where the capacity belongs
-- says: a channel's capacity must be a number, got string
local ch = chan("jobs") -- WRONG

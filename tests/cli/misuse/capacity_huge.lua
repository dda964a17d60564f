-- a channel with room for more than there are
-- panics: makechan: size out of range
local ch = chan(math.huge) -- WRONG

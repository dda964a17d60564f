-- a channel whose capacity is no number
-- panics: makechan: size out of range
local ch = chan(0 / 0) -- WRONG

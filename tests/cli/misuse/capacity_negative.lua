-- a channel with a negative capacity
-- panics: makechan: size out of range
local ch = chan(-1) -- WRONG

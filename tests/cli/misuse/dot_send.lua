-- a method of a channel, called with a dot
-- says: channel:send(): a channel expected, got number (is the colon missing?)
local ch = chan(1)
ch.send(1) -- WRONG

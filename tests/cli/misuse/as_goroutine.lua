-- a bound function as a goroutine's own, without its object
-- says: channel:close(): a channel expected, got no value (is the colon missing?)
local ch = chan()
go("closer", ch.close) -- WRONG
time.sleep("1s")

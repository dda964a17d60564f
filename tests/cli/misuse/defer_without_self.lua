-- a method deferred without its object
-- says: channel:close(): a channel expected, got no value (is the colon missing?)
local ch = chan()
func(function()
  defer(ch.close) -- WRONG
  print("goes on")
end)()

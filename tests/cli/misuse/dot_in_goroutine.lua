-- a method of a context, called with a dot in a goroutine
-- says: ctx:done(): a context expected, got nil (is the colon missing?)
local ctx = context.background()
go("worker", function()
  ctx.done():recv() -- WRONG
end)
time.sleep("1s")

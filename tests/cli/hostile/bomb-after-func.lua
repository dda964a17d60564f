-- Functions on a context without end, and their goroutines.
-- status: 1 3
-- says: memory|limit|storm
local ctx, cancel = context.with_cancel(context.background())
for _ = 1, 100000 do
  context.after_func(ctx, function() chan():recv() end)
end
cancel()
while true do context.after_func(ctx, function() chan():recv() end) end

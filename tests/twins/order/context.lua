-- Cancelling wakes five who wait for Done.
local ctx, cancel = context.with_cancel(context.background())
local wg = sync.waitgroup()
for i = 1, 5 do
  wg:add(1)
  go(function(i)
    defer(wg, "done")
    ctx:done():recv()
    print("woken", i)
  end, i)
  runtime.gosched()
end
print("waking")
cancel()
print("main goes on")
wg:wait()

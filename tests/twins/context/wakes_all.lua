-- All who wait for Done go on, at every level.
local root, cancel = context.with_cancel(context.background())
local wg = sync.waitgroup()
local n = 0
local ctx = root
for _ = 1, 4 do
  local child, c = context.with_cancel(ctx)
  defer(c)
  wg:add(1)
  go(function()
    defer(wg, "done")
    child:done():recv()
    n = n + 1
  end)
  ctx = child
end
runtime.gosched()
print(n)
cancel()
print(ctx:err())
wg:wait()
print(n)

-- Nobody cancels: who waits for Done waits for ever.
local ctx, cancel = context.with_cancel(context.background())
if false then
  cancel()
end
print("waiting")
ctx:done():recv()

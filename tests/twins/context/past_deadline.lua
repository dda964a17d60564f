-- A deadline that has passed ends the context at once.
for _, d in ipairs{ 0, -1, -time.hour } do
  local ctx, cancel = context.with_timeout(context.background(), d)
  print(ctx:err())
  cancel()
  print(ctx:err())
end
local ctx, cancel = context.with_deadline(context.background(), time.now())
defer(cancel)
ctx:done():recv()
print(ctx:err())

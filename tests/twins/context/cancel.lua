-- Cancelling closes Done and sets the error; doing it again changes nothing.
local ctx, cancel = context.with_cancel(context.background())
local _, ok = ctx:deadline()
print(ctx:err(), ok)
if select{ recv(ctx:done()), default = true } == 1 then
  print("done")
else
  print("not done")
end
for _ = 1, 2 do
  cancel()
  local _, open = ctx:done():recv()
  print(ctx:err(), open, ctx:err() == context.canceled)
end

-- A very deep chain of contexts, asked for a value and then cancelled.
-- status: 0 1 3
local root, cancel = context.with_cancel(context.background())
local ctx = root
for i = 1, 50000 do
  ctx = context.with_value(context.with_cancel(ctx), i, i)
end
ctx:value("none")
cancel()
print(ctx:err(), context.cause(ctx))

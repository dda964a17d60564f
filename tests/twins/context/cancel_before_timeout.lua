-- The first reason stays.
local ctx, cancel = context.with_timeout(context.background(), 2 * time.ms)
cancel()
print(ctx:err())
time.sleep(4 * time.ms)
print(ctx:err())

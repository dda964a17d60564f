local start = time.now()
local ctx, cancel = context.with_timeout(context.background(), 3 * time.ms)
defer(cancel)
print(ctx:err())
local what = select{ recv(ctx:done(), "done"), recv(time.after(time.second)) }
if what == "done" then
  print(ctx:err(), time.since(start) >= 3 * time.ms)
else
  print("not reached")
end
cancel()
print(ctx:err(), ctx:err() == context.deadline_exceeded)

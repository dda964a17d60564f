-- Tries until the time is up.
local ctx, cancel = context.with_timeout(context.background(), 25 * time.ms)
defer(cancel)
local try = 1
while true do
  print("try", try)
  local what = select{ recv(time.after(10 * time.ms)), recv(ctx:done(), "done") }
  if what == "done" then
    print("given up:", ctx:err())
    return
  end
  try = try + 1
end

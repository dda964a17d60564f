-- Timers and deadlines beyond the end of time.
-- status: 0 1 3
for _, d in ipairs{ 2 ^ 62, 2 ^ 63, 1e300, math.huge } do
  local ok, timer = pcall(time.new_timer, d)
  if ok then
    pcall(timer.reset, timer, d)
    timer:stop()
  end
  pcall(time.new_ticker, d)
  local made, ctx, cancel =
    pcall(context.with_timeout, context.background(), d)
  if made then
    ctx:deadline()
    cancel()
  end
  pcall(time.format, d)
end
pcall(time.sleep, 2 ^ 62)
pcall(time.after_func, 2 ^ 62, print)
print("contained")

-- 100 timers that are reset again and again before they fire; N resets in all.
local n = tonumber(arg[1])
local timers = {}

for i = 1, 100 do
  timers[i] = time.after_func("1h", function() end)
end
for i = 1, n do
  timers[i % 100 + 1]:reset(3600e9 + i)
end
for i = 1, 100 do
  assert(timers[i]:stop(), "it has fired")
end

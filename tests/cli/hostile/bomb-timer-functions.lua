-- Functions to be called by timers, without end.
-- status: 1 3
-- says: memory|limit|storm
for i = 1, math.huge do
  time.after_func("1h", function() return i end)
end

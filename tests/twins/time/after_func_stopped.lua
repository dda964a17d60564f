-- Stopped in time it is never called; stopping again says so.
local t = time.after_func(2 * time.ms, function() print("never") end)
local first = t:stop()
print(first, t:stop())
time.sleep(5 * time.ms)
print(t:stop())

-- After its value was received a timer is no longer active.
local t = time.new_timer(time.ms)
t.c:recv()
local a, b = t:stop(), t:stop()
print("fired", a, b)
print("reset", t:reset(time.ms))
t.c:recv()
local c, d, e = t:reset(time.hour), t:reset(time.minute), t:stop()
print("fired", c, d, e)

-- A timer that was stopped in time sends nothing.
local t = time.new_timer(2 * time.ms)
local first = t:stop()
print(first, t:stop())
local what = select{ recv(t.c, "fired"), recv(time.after(5 * time.ms), "quiet") }
print(what)

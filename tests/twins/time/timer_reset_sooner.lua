-- Reset moves the alarm, to sooner or to later.
local a, b = time.new_timer(time.hour), time.new_timer(4 * time.ms)
local x, y = a:reset(2 * time.ms), b:reset(12 * time.ms)
print(x, y)
for _ = 1, 2 do
  print((select{ recv(a.c, "a"), recv(b.c, "b") }))
end

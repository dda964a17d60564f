local start = time.now()
local t = time.new_ticker(2 * time.ms)
for i = 1, 3 do
  local _, ok = t.c:recv()
  print("tick", i, ok)
end
print(time.since(start) >= 6 * time.ms)
t:stop()
local what = select{ recv(t.c, "another"), recv(time.after(5 * time.ms)) }
print(what == "another" and what or "stopped, not closed")
t:reset(time.ms)
t.c:recv()
print("ticks again")

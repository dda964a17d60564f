-- Who is slow misses ticks: at most one is waiting.
local t = time.new_ticker(4 * time.ms)
time.sleep(30 * time.ms)
t:stop()
t = time.new_ticker(4 * time.ms)
time.sleep(30 * time.ms)
t.c:recv()
local what = select{ recv(t.c), default = true }
print(what == 1 and "two at once" or "one was waiting")
t:stop()

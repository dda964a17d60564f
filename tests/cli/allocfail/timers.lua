-- Timers, tickers, functions to be called later; stopped, reset, many.
-- status: 0
local fired = 0
local function fire() fired = fired + 1 end
for i = 1, 100 do time.after_func(i * time.us, fire) end
for i = 1, 20 do
  local timer = time.new_timer("1h")
  if i % 2 == 0 then timer:stop() else timer:reset("1ms") end
  if i % 4 == 1 then timer.c:recv() end
end
local ticker = time.new_ticker("1ms")
for _ = 1, 5 do ticker.c:recv() end
ticker:stop()
for i = 1, 20 do
  go(function()
    time.sleep(i * time.us)
    fire()
  end)
end
time.sleep("1s")
assert(fired == 120)
print(fired, time.now())

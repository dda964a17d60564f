-- N goroutines, each sleeping a duration of its own below 10 ms: as 7919 and
-- 10,000,000 have no common factor, the first ten million durations are distinct.
-- Time is virtual, so nobody wakes before all have been started: all N timers
-- are pending at once.
local n = tonumber(arg[1])
local wg = sync.waitgroup()

for i = 1, n do
  local d = i * 7919 % 10000000
  wg:add(1)
  go(function()
    time.sleep(d)
    wg:done()
  end)
end
wg:wait()

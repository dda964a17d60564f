-- Only the last of a burst of calls counts.
local fired = chan(9)
local n = 0
local t = time.after_func(time.hour, function() fired:send(n) end)
n = 1
while n <= 5 do
  t:reset(20 * time.ms)
  time.sleep(time.ms)
  n = n + 1
end
local v = fired:recv()
print(v, fired:len())
n = 100
t:reset(time.ms)
print((fired:recv()))

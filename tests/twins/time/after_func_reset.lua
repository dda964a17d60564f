-- Reset: true while it was pending, false when it had been called or stopped.
local calls = chan(9)
local n = 0
local t = time.after_func(time.hour, function()
  n = n + 1
  calls:send(n)
end)
print(t:reset(time.ms))
print("call", (calls:recv()))
print(t:reset(time.ms))
print("call", (calls:recv()))
local a, b, c = t:reset(time.hour), t:stop(), t:reset(time.ms)
print(a, b, c)
print("call", (calls:recv()))
a = t:stop()
print(a, calls:len())

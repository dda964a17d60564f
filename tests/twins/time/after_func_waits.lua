-- Two calls of one timer may overlap.
local gate, done = chan(), chan()
local n = 0
local t = time.after_func(time.ms, function()
  n = n + 1
  local id = n
  print("begins", id)
  gate:recv()
  done:send(true)
end)
time.sleep(4 * time.ms)
print("again:", t:reset(time.ms))
time.sleep(4 * time.ms)
gate:close()
done:recv()
done:recv()
print(n)

-- A sleeper keeps the program alive, and ends the waiting.
local ch = chan()
go(function()
  time.sleep(5 * time.ms)
  ch:send("woken")
end)
print((ch:recv()))
go(function() time.sleep(time.ms) end)
ch:recv()

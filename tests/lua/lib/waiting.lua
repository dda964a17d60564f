-- A module whose main chunk waits for another goroutine.
local ch = chan()
go(function()
  time.sleep("1ms")
  ch:send("came")
end)
return { got = ch:recv() }

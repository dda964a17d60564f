-- A __tostring that waits for another goroutine, called by print.
-- status: 0 1
local ch = chan(1)
go(function()
  time.sleep("1ms")
  ch:send("came")
end)
print(setmetatable({}, { __tostring = function() return (ch:recv()) end }))

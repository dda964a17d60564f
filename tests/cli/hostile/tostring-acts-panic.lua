-- A panic whose value's __tostring does what only goroutines do.
-- status: 1
-- at: here
local n = 0
panic(setmetatable({}, { -- here
  __tostring = function()
    n = n + 1
    go(function() print("started after the end") end)
    time.sleep("1s")
    pcall(runtime.gosched)
    pcall(coroutine.yield, 1)
    pcall(recover)
    pcall(defer, print)
    panic("in __tostring")
  end,
}))

-- A panic whose value's __tostring exits its goroutine.
-- status: 1
panic(setmetatable({}, {
  __tostring = function() runtime.goexit() end,
}))

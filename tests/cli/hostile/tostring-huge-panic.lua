-- A panic whose value's text is huge.
-- status: 1 3
panic(setmetatable({}, {
  __tostring = function() return ("x"):rep(1e8) end,
}))

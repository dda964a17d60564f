-- A panic whose value's __tostring waits for ever.
-- status: 1
-- at: here
panic(setmetatable({}, { -- here
  __tostring = function() return (chan():recv()) end,
}))

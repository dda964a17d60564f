-- A panic whose value cannot say what it is.
-- status: 1
-- at: here
panic(setmetatable({}, { -- here
  __tostring = function() error("told you") end,
}))

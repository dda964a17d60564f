-- A panic whose value's __tostring gives no text.
-- status: 1
-- at: here
panic(setmetatable({}, { -- here
  __tostring = function() return {} end,
}))

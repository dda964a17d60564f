-- A panic in a deferred call, both values unable to say what they are.
-- status: 1
local function value()
  return setmetatable({}, {
    __tostring = function() error("told you") end,
  })
end
func(function()
  defer(function() panic(value()) end)
  panic(value())
end)()

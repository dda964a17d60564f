-- An endless loop in __tostring of a panic's value.
-- status: 1 3
panic(setmetatable({}, {
  __tostring = function()
    while true do end
  end,
}))

-- An endless loop in __tostring of an error's value, in a goroutine.
-- status: 1 3
go(function()
  error(setmetatable({}, {
    __tostring = function()
      while true do end
    end,
  }))
end)
time.sleep("1s")

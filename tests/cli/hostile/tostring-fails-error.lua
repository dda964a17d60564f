-- An error whose value cannot say what it is, in a goroutine.
-- status: 1
-- at: here
go(function()
  error(setmetatable({}, { -- here
    __tostring = function() error("told you") end,
  }))
end)
time.sleep("1s")

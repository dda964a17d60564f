-- A metatable on the globals that fails.
-- status: 0 1
pcall(setmetatable, _G, {
  __index = function(_, name) error("no " .. tostring(name)) end,
  __newindex = function(_, name) error("not " .. tostring(name)) end,
  __metatable = "mine",
})
pcall(function() return nothing end)
pcall(function() something = 1 end)
print("contained")

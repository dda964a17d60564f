-- An endless loop behind a global that is not there.
-- status: 1 3
pcall(setmetatable, _G, {
  __index = function()
    while true do end
  end,
})
print(no_such_global)
while true do end

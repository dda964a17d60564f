-- An endless loop in a deferred call while a panic is on its way.
-- status: 1 3
-- never: swallowed
pcall(func(function()
  defer(function()
    while true do end
  end)
  panic("on its way")
end))
print("swallowed")

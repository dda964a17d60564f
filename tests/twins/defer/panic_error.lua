-- A panic with an error shows its text.
local err = errors.new("disk on fire")
func(function()
  defer(function() print(recover() == err) end)
  panic(err)
end)()
panic(errors.wrap("cannot save", err))

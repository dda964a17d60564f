-- An error recovered and raised again, wrapped.
defer(function()
  local err = recover()
  panic(errors.wrap("main", err))
end)
panic(errors.new("inner"))

-- Recovered and raised again: the same value.
defer(function()
  local v = recover()
  print("has", v)
  panic(v)
end)
panic("boom")

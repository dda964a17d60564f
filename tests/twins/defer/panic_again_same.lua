-- The same value again: both are shown.
defer(function()
  local v = recover()
  print("seen", v)
  panic(v)
end)
panic("boom")

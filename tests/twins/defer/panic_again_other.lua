defer(function()
  panic("wrapped " .. recover())
end)
panic("boom")

-- A deferred call that waits for ever: the panic is never shown.
local ch = chan()
defer(function()
  print("waiting")
  ch:recv()
end)
panic("boom")

-- Exit in a deferred call wins over the panic that runs it.
defer(print, "never")
defer(function()
  print("deferred")
  runtime.exit(0)
end)
panic("not shown")

-- Goexit in main, and another that ends the program.
defer(print, "main is gone")
go(function()
  print("still here")
  runtime.exit(0)
end)
runtime.goexit()

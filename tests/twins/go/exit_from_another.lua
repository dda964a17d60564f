-- Another goroutine ends the program while main waits.
defer(print, "never")
go(function()
  time.sleep(time.ms)
  print("leaving")
  runtime.exit(42)
end)
chan():recv()

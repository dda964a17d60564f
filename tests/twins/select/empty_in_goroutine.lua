go(function()
  defer(print, "never")
  select{}
end)
runtime.gosched()
print(runtime.num_goroutine())

-- Each function has deferred calls of its own.
local inner
inner = func(function(n)
  defer(print, "inner", n, "ends")
  if n > 0 then
    inner(n - 1)
  end
  print("inner", n)
end)
defer(print, "main ends")
inner(2)
func(function()
  defer(print, "literal ends")
  print("literal")
end)()
print("main")

local level
level = func(function(n)
  defer(function()
    panic(recover() .. n)
  end)
  if n == 3 then
    panic("p")
  end
  level(n + 1)
end)
print("down")
level(1)

-- After recover the function has returned; its caller goes on.
local risky = func(function(n)
  defer(function()
    local v = recover()
    if v then
      print("recovered", v)
    end
  end)
  if n % 2 == 1 then
    panic(n)
  end
  print("fine", n)
end)
for i = 0, 3 do
  risky(i)
end
print("end")

-- A thousand deferred calls in one frame, a thousand frames with one.
local sum = 0
func(function()
  for i = 1, 1000 do
    defer(function(k) sum = sum * 3 % 1009 + k end, i)
  end
end)()
print(sum)
local down
down = func(function(n)
  defer(function() sum = sum * 5 % 1009 + n end)
  if n > 0 then
    down(n - 1)
  end
end)
down(150)
print(sum)

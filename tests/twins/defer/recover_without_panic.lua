-- Without a panic recover gives nil, wherever it is called.
print("body", recover())
defer(function() print("deferred", recover()) end)
func(function()
  defer(function() print("inner", recover()) end)
end)()

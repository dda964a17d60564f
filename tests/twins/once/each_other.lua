-- Two that call each other.
local a, b = sync.once(), sync.once()
a:call(function()
  print("a")
  b:call(function()
    print("b")
    a:call(function() print("a again") end)
  end)
end)

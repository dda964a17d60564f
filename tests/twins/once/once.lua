local once, other = sync.once(), sync.once()
for i = 1, 3 do
  once:call(function() print("once", i) end)
end
once:call(function() print("another function") end)
other:call(function() print("other") end)

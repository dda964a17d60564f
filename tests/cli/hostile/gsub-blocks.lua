-- Callbacks of gsub that wait, exit, panic, yield and start goroutines.
-- status: 0 1
pcall(string.gsub, "abc", ".", function() time.sleep(1) end)
pcall(string.gsub, "abc", ".", function() panic("told you") end)
pcall(string.gsub, "abc", ".", function() error({}) end)
pcall(string.gsub, "abc", ".", function(c)
  go(function() end)
  runtime.gosched()
  return c
end)
go(function() string.gsub("abc", ".", function() runtime.goexit() end) end)
go(function()
  coroutine.wrap(function()
    string.gsub("abc", ".", function() coroutine.yield(1) end)
  end)()
end)
time.sleep("1ms")
print("contained")

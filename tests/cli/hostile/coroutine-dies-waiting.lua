-- Coroutines that wait, whose goroutines end under them.
-- status: 0 1
local ch = chan()
for i = 1, 20 do
  go(function()
    local co = coroutine.wrap(function()
      defer(function() ch:send(i) end)
      if i % 2 == 0 then runtime.goexit() end
      panic("told you")
    end)
    defer(function() recover() end)
    co()
  end)
end
for _ = 1, 20 do
  select{ recv(ch), recv(time.after("1ms")) }
end
print("contained")
runtime.exit(0)

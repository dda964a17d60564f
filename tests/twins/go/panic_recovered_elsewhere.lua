-- A goroutine that recovers its panic just ends.
local results = chan()
for i = 0, 2 do
  go(function(i)
    defer(function()
      local v = recover()
      if v then
        results:send(i .. " failed: " .. v)
      end
    end)
    if i == 1 then
      panic("odd")
    end
    results:send(i .. " done")
  end, i)
end
for _ = 1, 3 do
  print((results:recv()))
end

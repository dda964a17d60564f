-- Panics, recovers and exits that follow each other in deferred calls.
-- status: 0 1
for i = 1, 100 do
  go(function()
    for j = 1, 10 do
      defer(function()
        if (i + j) % 3 == 0 then runtime.goexit() end
        if (i + j) % 3 == 1 then panic("p" .. j) end
        recover()
      end)
    end
    defer(function() recover() end)
    panic("first")
  end)
end
time.sleep("1s")

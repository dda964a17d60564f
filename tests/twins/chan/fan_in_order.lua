-- The very order in which four senders and a receiver meet on one processor.
local ch = chan()
for i = 1, 4 do
  go(function()
    for k = 1, 3 do
      ch:send(i .. ("abc"):sub(k, k))
    end
  end)
end
for _ = 1, 12 do
  print((ch:recv()))
end

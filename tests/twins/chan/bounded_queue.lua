-- Producer and consumer around a buffer of two: who runs when.
local queue, done = chan(2), chan()
go(function()
  for i = 1, 6 do
    queue:send(i)
    print("put", i)
  end
  queue:close()
end)
go(function()
  for v in queue:range() do
    print("took", v)
  end
  done:send(true)
end)
done:recv()

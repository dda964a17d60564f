-- Three stages of different buffers: who runs when.
local a, b, done = chan(), chan(2), chan()
go(function()
  for i = 0, 4 do
    print("first", i)
    a:send(i)
  end
  a:close()
end)
go(function()
  for v in a:range() do
    print("second", v)
    b:send(v)
  end
  b:close()
end)
go(function()
  for v in b:range() do
    print("third", v)
  end
  done:close()
end)
done:recv()

-- Two that hand each other values, beside two that only give way.
local wg = sync.waitgroup()
local ch = chan()
wg:add(4)
for i = 1, 2 do
  go(function(i)
    defer(wg, "done")
    for k = 0, 3 do
      print("beside", i, k)
      runtime.gosched()
    end
  end, i)
end
go(function()
  defer(wg, "done")
  for k = 0, 3 do
    print("sending", k)
    ch:send(k)
  end
end)
go(function()
  defer(wg, "done")
  for _ = 0, 3 do
    print("received", (ch:recv()))
  end
end)
wg:wait()

-- Who comes while it runs waits until it is done.
local once = sync.once()
local wg = sync.waitgroup()
for i = 1, 3 do
  wg:add(1)
  go(function(i)
    defer(wg, "done")
    once:call(function()
      print("begins", i)
      for _ = 1, 5 do
        runtime.gosched()
      end
      print("ends", i)
    end)
    print("after", i)
  end, i)
end
wg:wait()

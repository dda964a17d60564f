-- A channel closed by whoever comes first.
local once = sync.once()
local stop = chan()
local wg = sync.waitgroup()
for _ = 1, 4 do
  wg:add(1)
  go(function()
    defer(wg, "done")
    once:call(function() stop:close() end)
  end)
end
wg:wait()
local _, ok = stop:recv()
print(ok)

-- Add inside the goroutine: Wait finds nothing to wait for.
local wg = sync.waitgroup()
for _ = 1, 3 do
  go(function()
    wg:add(1)
    defer(wg, "done")
    print("not reached")
  end)
end
wg:wait()
print("main ends")

-- All who wait go on; who waits at zero does not wait.
local wg, all = sync.waitgroup(), sync.waitgroup()
wg:wait()
wg:add(1)
for _ = 1, 3 do
  all:add(1)
  go(function()
    defer(all, "done")
    wg:wait()
    print("released")
  end)
end
runtime.gosched()
print("releasing")
wg:done()
all:wait()

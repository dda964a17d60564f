-- Closing a channel starts all who wait for it, whoever waits later too.
local start = chan()
local wg = sync.waitgroup()
local n = 0
for _ = 1, 5 do
  wg:add(1)
  go(function()
    defer(wg, "done")
    start:recv()
    n = n + 1
  end)
end
runtime.gosched()
print(n)
start:close()
wg:wait()
start:recv()
print(n)

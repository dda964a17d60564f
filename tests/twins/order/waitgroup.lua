-- A wait group releases five waiters.
local gate = sync.waitgroup()
gate:add(1)
local wg = sync.waitgroup()
for i = 1, 5 do
  wg:add(1)
  go(function(i)
    defer(wg, "done")
    gate:wait()
    print("woken", i)
  end, i)
  runtime.gosched()
end
print("waking")
gate:done()
print("main goes on")
wg:wait()

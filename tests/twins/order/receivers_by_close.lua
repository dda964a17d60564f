-- Close wakes five parked receivers.
local ch = chan()
local wg = sync.waitgroup()
for i = 1, 5 do
  wg:add(1)
  go(function(i)
    defer(wg, "done")
    ch:recv()
    print("woken", i)
  end, i)
  runtime.gosched()
end
print("waking")
ch:close()
print("main goes on")
wg:wait()

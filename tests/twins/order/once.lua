-- Five callers wait for one that runs.
local once = sync.once()
local hold = chan()
go(once.call, once, function() hold:recv() end)
runtime.gosched()
local wg = sync.waitgroup()
for i = 1, 5 do
  wg:add(1)
  go(function(i)
    defer(wg, "done")
    once:call(function() end)
    print("woken", i)
  end, i)
  runtime.gosched()
end
print("waking")
hold:close()
print("main goes on")
wg:wait()

-- Once the last timer has fired nothing can help.
local wg = sync.waitgroup()
wg:add(2)
time.after_func(time.ms, function() wg:done() end)
time.after_func(2 * time.ms, function() print("last timer") end)
wg:wait()

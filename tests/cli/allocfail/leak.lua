-- A leak of many kinds at the end, reported in full.
-- status: 1
local ch, mu, wg = chan(1, "jobs"), sync.mutex("mu"), sync.waitgroup("wg")
local ctx = context.with_cancel(context.background())
mu:lock()
wg:add(1)
ch:send(0)
for i = 1, 5 do
  go("sender", function() ch:send(i) end)
  go("receiver", function() chan():recv() end)
  go("locker", function() mu:lock() end)
  go("waiter", function() wg:wait() end)
  go("selector", function() select{ recv(nilchan), recv(ctx:done()) } end)
  go("listener", function() ctx:done():recv() end)
  go("blocked for ever", function() select{} end)
end
go("sleeper", function() time.sleep(math.huge) end)
time.sleep("1ms")
print(#runtime.goroutines(), #runtime.stack(true) > 0)

-- a yield outside a coroutine
-- says: attempt to yield outside a coroutine (a goroutine waits by itself; runtime.gosched() lets others run)
go(function()
  coroutine.yield() -- WRONG
end)
time.sleep("1s")

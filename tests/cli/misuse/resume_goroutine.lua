-- the thread of a goroutine resumed
-- says: cannot resume a goroutine: the scheduler runs it
local thread
go(function()
  thread = coroutine.running()
  time.sleep("1s")
end)
runtime.gosched()
assert(coroutine.resume(thread)) -- WRONG

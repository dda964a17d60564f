-- go of yield, of resume, and of a wrapped coroutine.
-- status: 0 1
local co = coroutine.create(function() coroutine.yield() end)
go(coroutine.resume, co)
go(coroutine.wrap(function() coroutine.yield(1) end))
time.sleep("1ms")
go(coroutine.yield, 1)
time.sleep("1ms")
print("contained")

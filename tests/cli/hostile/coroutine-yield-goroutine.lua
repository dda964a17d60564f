-- A yield as the body of a goroutine, and in one.
-- status: 1
-- says: yield
go(function()
  time.sleep("1ms")
  coroutine.yield()
end)
time.sleep("1s")

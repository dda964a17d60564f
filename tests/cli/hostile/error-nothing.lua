-- error without a value, in a goroutine.
-- status: 1
go(error)
time.sleep("1s")

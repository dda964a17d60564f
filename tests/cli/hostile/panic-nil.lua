-- panic(nil), uncaught.
-- status: 1
-- at: here
panic(nil) -- here

-- false as panic value, uncaught.
-- status: 1
-- at: here
panic(false) -- here

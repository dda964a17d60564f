-- A yield in main, outside every coroutine.
-- status: 1
-- says: yield
-- at: here
coroutine.yield(1) -- here

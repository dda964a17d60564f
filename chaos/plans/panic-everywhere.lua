-- panic-everywhere: one operation after the other panics.
--
-- It teaches what a panic leaves behind: locks that are held for ever, counts
-- that are never told, channels that nobody closes. A program survives when
-- each goroutine recovers and what it held is given back by defer; one that
-- does not recover ends, as it would in Go.
return chaos.sweep{ fault = "panic" }

-- delay-everywhere: one operation after the other comes ten seconds late.
--
-- It teaches which orders a program takes for granted, and which timeouts it
-- has: nothing is wrong but that once somebody is late, as after a page fault
-- or on a machine that swaps.
return chaos.sweep{ fault = "delay", by = "10s" }

-- cancel-everywhere: every context ends, at one operation after the other.
--
-- It teaches who listens. A goroutine that waits for anything without also
-- waiting for ctx:done() stays behind when its caller gives up, and whether
-- one does depends on where exactly the cancel comes. Under `seep test` every
-- operation of the program has its run; elsewhere one is drawn.
return chaos.sweep{ fault = "cancel" }

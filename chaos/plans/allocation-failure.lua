-- allocation-failure: memory runs out at one operation after the other.
--
-- It teaches nothing about Go, whose programs end then; it shows that the
-- sandbox ends each such run in the verdict "limit", with a report.
return chaos.sweep{ fault = "alloc_fail" }

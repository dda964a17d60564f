-- clock-jump: the wall clock jumps forward by hours.
--
-- It teaches where a program measures durations with the wall clock: leases
-- that run out at once, caches that forget all. What is measured with
-- time.now, which is monotonic as in Go, is not harmed.
return {
  { fault = "clock_jump", by = { "1h", "24h" }, p = 0.05, max = 3 },
}

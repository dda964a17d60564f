-- slow-consumer: whoever receives takes its time, and so does all work.
--
-- It teaches where a program keeps what it cannot hand on: in a buffer that
-- fills, in senders that wait, or in goroutines that are started without end.
return {
  { fault = "slow", at = "chan.recv", by = { "10ms", "100ms" }, p = 0.5 },
  { fault = "slow", at = { "sleep", "work", "syscall" }, factor = 10, p = 0.5 },
}

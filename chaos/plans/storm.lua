-- storm: a little of everything that can happen on a bad day.
--
-- It teaches nothing in particular, and finds what nobody has thought of: use
-- it with seep explore, which draws the faults anew in each run and shrinks
-- what fails to the few that it takes.
return {
  { fault = "delay", by = { "1ms", "500ms" }, p = 0.05 },
  { fault = "starve", steps = 50, p = 0.05 },
  { fault = "gc_pause", by = { "1ms", "50ms" }, p = 0.01 },
  { fault = "slow", factor = 5, p = 0.1 },
  { fault = "cancel", p = 0.02, max = 1 },
  { fault = "timer_skew", factor = 3, p = 0.1 },
  { fault = "io_error", p = 0.02, max = 2 },
  { fault = "io_delay", by = { "10ms", "1s" }, p = 0.1 },
  { fault = "loss", p = 0.02, max = 2 },
}

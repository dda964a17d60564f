-- timer-starvation: timers come late, or not at all.
--
-- It teaches what a timeout is worth when its own timer is in trouble: loops
-- that live by one ticker, retries that wait for a timer that somebody has
-- stopped.
return {
  { fault = "timer_skew", factor = 5, p = 0.3 },
  { fault = "timer_drop", p = 0.1, max = 3 },
}

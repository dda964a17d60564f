-- close-by-environment: some channel is closed by somebody else.
--
-- It teaches who owns a channel. A receiver that does not look at `ok` takes
-- the zero value for a message; a sender panics. Programs in which several
-- goroutines may close one channel meet this without any plan.
return {
  { fault = "close", p = 0.1, max = 1 },
}

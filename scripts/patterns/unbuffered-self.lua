-- unbuffered-self: main sends to itself through an unbuffered channel.
--
-- The receive stands in the next line, but the send never gets there: it
-- waits for a receiver, and the only one would be the sender itself. It is
-- the first deadlock of nearly every Go beginner, and the kindest one: Go
-- sees it and ends with `all goroutines are asleep - deadlock!`.
-- Repair: let another goroutine receive, or give the channel a buffer.

scenario{
  name = "a send waits for the receive in the next line",
  main = function()
    local greeting = chan(0, "greeting")
    greeting:send("hello")
    check.unreachable("nobody is there to take it")
    greeting:recv()
  end,
  expect = always{
    deadlock = {
      count = 1, wait = "chan send", cause = "no receiver left",
      at = "unbuffered-self.lua:13",
    },
    fatal = "all goroutines are asleep - deadlock!",
  },
}

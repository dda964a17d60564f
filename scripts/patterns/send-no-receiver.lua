-- send-no-receiver: 100 goroutines send, nobody receives.
--
-- An unbuffered send is a meeting: it ends only when somebody takes the
-- value. Here each of 100 goroutines wants to report that it is done, and the
-- one who asked never reads the reports. All 100 stay in the same line of the
-- same function; a goroutine dump shows them as one group of 100.
-- Repair: receive as many values as were sent, or give the channel room for
-- all of them, or do not report what nobody wants to know.

local function work(n, done)
  done:send(n)
end

scenario{
  name = "100 goroutines report to nobody",
  explore = { runs = 20 },
  main = function()
    local done = chan(0, "done")
    for n = 1, 100 do
      go("worker", work, n, done)
    end
  end,
  expect = always{
    leak = {
      { count = 100 },
      {
        count = 100, wait = "chan send", cause = "no receiver left",
        at = "send-no-receiver.lua:11", created = "send-no-receiver.lua:20",
      },
    },
  },
}

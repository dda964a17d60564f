-- busy-loop: a goroutine runs in a loop that never blocks.
--
-- Since Go 1.14 it is preempted, so the others go on; but it never ends, it
-- takes one processor for itself, and no goroutine dump shows it waiting. It
-- often began as "poll the flag until it is set" whose flag nobody sets.
-- Repair: block instead of polling, or look for a done channel on each round
-- (busy-loop-fixed).

local function echo(ask, answer)
  for n in ask:range() do
    answer:send(n)
  end
end

scenario{
  name = "one goroutine spins, the others go on",
  explore = { strategy = "default" },
  main = function()
    local ask, answer = chan(0, "ask"), chan(0, "answer")
    go("spinner", function()
      while true do end
    end)
    go("echo", echo, ask, answer)
    for n = 1, 10 do
      ask:send(n)
      local got = answer:recv()
      check.always(got == n, "the echo answers beside the spinner")
    end
    ask:close()
  end,
  expect = always{
    leak = {
      { count = 1 },
      {
        count = 1, name = "spinner", cause = "spinning",
        created = "busy-loop.lua:20",
      },
    },
    livelock = true,
  },
}

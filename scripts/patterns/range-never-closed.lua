-- range-never-closed: a loop over a channel that nobody closes.
--
-- `for v in ch:range()` ends when the channel is closed, and only then. The
-- producer sent all it had and returned; the consumer has received it all and
-- waits for one value more. It is the most common leak of worker pools.
-- Repair: the producer closes after its last send (range-closed), best by
-- `defer(ch.close, ch)` in its first line.

local function produce(lines)
  for n = 1, 3 do
    lines:send("line " .. n)
  end
end

scenario{
  name = "a consumer waits for the line after the last",
  main = function()
    local lines = chan(0, "lines")
    go("consumer", function()
      local seen = 0
      for line in lines:range() do
        seen = seen + 1
        check.always(line == "line " .. seen, "the lines come in order")
      end
      check.unreachable("the loop ends, though nobody closed")
    end)
    produce(lines)
  end,
  expect = always{
    leak = {
      { count = 1 },
      {
        count = 1, wait = "chan receive", cause = "channel never closed",
        at = "range-never-closed.lua:21",
        created = "range-never-closed.lua:19",
      },
    },
  },
}

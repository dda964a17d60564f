-- range-never-closed, repaired: the producer closes what it has filled.
--
-- Closing belongs to the sender: only it knows which value is the last. The
-- close is deferred, so that an early return or a panic closes as well, and
-- the consumer's loop ends whatever happens to the producer.

local function produce(lines, count)
  defer(lines.close, lines)
  for n = 1, count do
    if n > 3 then return end -- an early return closes too
    lines:send("line " .. n)
  end
end

local function count_lines(count)
  local lines, total = chan(0, "lines"), chan(1, "total")
  go("consumer", function()
    local seen = 0
    for _ in lines:range() do
      seen = seen + 1
    end
    total:send(seen)
  end)
  go("producer", produce, lines, count)
  local seen = total:recv()
  return seen
end

scenario{
  name = "the loop ends after the last line",
  main = function()
    local seen = count_lines(3)
    check.always(seen == 3, "every line was seen")
  end,
  expect = always{ pass = true },
}

scenario{
  name = "the loop ends when the producer returns early",
  main = function()
    local seen = count_lines(5)
    check.always(seen == 3, "all that was sent was seen")
  end,
  expect = always{ pass = true },
}

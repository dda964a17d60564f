-- range-closed: the sender closes after its last send, the loop ends.
--
-- This is how it should be. A close is not lost and overtakes nothing: values
-- already in the buffer are received first, in the order in which they were
-- sent, and then the loop ends. Close once, from the only sender or after all
-- senders are done; a range over a closed and empty channel runs zero times.

local function produce(numbers, count)
  for n = 1, count do
    numbers:send(n)
  end
  numbers:close()
end

local function consume(numbers, count)
  local seen = 0
  for n in numbers:range() do
    seen = seen + 1
    check.always(n == seen, "the values come in order")
  end
  check.always(seen == count, "and none is missing")
end

for _, cap in ipairs{ 0, 1, 10 } do
  scenario{
    name = "all values, in order, through capacity " .. cap,
    main = function()
      local numbers = chan(cap, "numbers")
      go("producer", produce, numbers, 10)
      consume(numbers, 10)
    end,
    expect = always{ pass = true },
  }
end

scenario{
  name = "closed before the loop begins: the buffer is still delivered",
  main = function()
    local numbers = chan(5, "numbers")
    produce(numbers, 5)
    consume(numbers, 5)
    consume(numbers, 0)
  end,
  expect = always{ pass = true },
}

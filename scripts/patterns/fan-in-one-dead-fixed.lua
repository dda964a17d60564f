-- fan-in-one-dead, repaired: every producer closes, however it leaves.
--
-- The close is the producer's first deferred call, so an early return closes
-- as well; then every forwarder ends, the closer closes the merged channel,
-- and the consumer's loop ends after the last value of all inputs.

local function produce(input, values)
  defer(input.close, input)
  for n = 1, values do
    if n > 2 then return end
    input:send(n)
  end
end

local function forward(input, merged, forwarding)
  defer(forwarding, "done")
  for v in input:range() do
    merged:send(v)
  end
end

local function merge(inputs)
  local merged = chan(0, "merged")
  local forwarding = sync.waitgroup("forwarding")
  for _, input in ipairs(inputs) do
    forwarding:add(1)
    go("forwarder", forward, input, merged, forwarding)
  end
  go("closer", function()
    forwarding:wait()
    merged:close()
  end)
  return merged
end

scenario{
  name = "the merge ends when all three inputs are closed",
  main = function()
    local orders = chan(0, "orders")
    local prices = chan(0, "prices")
    local alerts = chan(0, "alerts")
    go("orders", produce, orders, 2)
    go("prices", produce, prices, 1)
    go("alerts", produce, alerts, 3)
    local count = 0
    for _ in merge{ orders, prices, alerts }:range() do
      count = count + 1
    end
    check.always(count == 5, "every value of every input came")
  end,
  expect = always{ pass = true },
}

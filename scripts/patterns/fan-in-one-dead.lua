-- fan-in-one-dead: one input of a merge is never closed.
--
-- A merge forwards n inputs to one output and closes it when all inputs are
-- closed. One producer returns early and forgets its close: its forwarder
-- waits for ever, so does the closer for the forwarder, and the consumer for
-- the closer. Three goroutines, but one cause: look for the input.
-- Repair: every producer defers the close of its channel.

local function produce(input, values)
  for n = 1, values do
    if n > 2 then return end -- too many: an early return, without the close
    input:send(n)
  end
  input:close()
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

local function consume(merged)
  for v in merged:range() do
    check.always(v == 1 or v == 2, "only what was sent")
  end
end

scenario{
  name = "the merge waits for one input of three",
  main = function()
    local orders = chan(0, "orders")
    local prices = chan(0, "prices")
    local alerts = chan(0, "alerts")
    go("consumer", consume, merge{ orders, prices, alerts })
    go("orders", produce, orders, 2)
    go("prices", produce, prices, 1)
    go("alerts", produce, alerts, 3)
  end,
  expect = always{
    leak = {
      { count = 3 },
      {
        count = 1, name = "forwarder", wait = "chan receive",
        cause = "the range over \"alerts\"", at = "fan-in-one-dead.lua:19",
      },
      { count = 1, name = "forwarder", cause = "input never closed" },
      {
        count = 1, name = "closer", wait = "sync.WaitGroup.Wait",
        cause = "\"forwarder\" is stuck before one",
        at = "fan-in-one-dead.lua:32",
      },
      {
        count = 1, name = "consumer", wait = "chan receive",
        cause = "the range over \"merged\"", at = "fan-in-one-dead.lua:39",
      },
    },
  },
}

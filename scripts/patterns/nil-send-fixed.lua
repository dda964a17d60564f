-- nil-send, repaired: the constructor makes the channel.
--
-- Nobody outside assembles a queue by hand, so no queue without a channel can
-- exist. Where a channel really may be missing, a select with a default turns
-- the eternal wait into an answer.

local function new_queue()
  return { jobs = chan(0, "jobs") }
end

local function try_send(ch, value)
  local which = select{ send(ch, value, "sent"), default = true }
  return which == "sent"
end

scenario{
  name = "the producer meets its consumer",
  main = function()
    local queue = new_queue()
    go("producer", function()
      queue.jobs:send("job")
    end)
    local job = queue.jobs:recv()
    check.always(job == "job", "the job arrives")
  end,
  expect = always{ pass = true },
}

scenario{
  name = "a try on a nil channel says no, and does not block",
  main = function()
    check.always(not try_send(nilchan, "job"), "nobody can take it")
  end,
  expect = always{ pass = true },
}

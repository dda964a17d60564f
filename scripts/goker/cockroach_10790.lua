-- cockroach_10790: the clean-up waits for values that no one will send.
--
-- A command waits for one turn in each of two queues. When its context is
-- over it starts a goroutine that takes the turns in its place, so that the
-- sender is not held up. But the sender watches the same context and has
-- left as well, so that the goroutine waits for ever: one for each queue at
-- which the command saw the end.
-- Which case a select takes when both are ready is a random choice.
-- Repair: who cleans up takes what is there, and does not wait.

local function drain(queues, fixed)
  for _, queue in ipairs(queues) do
    if fixed then
      select{ recv(queue), default = true }
    else
      queue:recv()
    end
  end
end

local function begin_commands(ctx, queues, fixed)
  for _, queue in ipairs(queues) do
    local what = select{ recv(queue, "turn"), recv(ctx:done(), "done") }
    if what == "done" then
      go("drainer", drain, queues, fixed)
    end
  end
end

local function give_turns(ctx, queues)
  for _, queue in ipairs(queues) do
    select{ send(queue, true), recv(ctx:done()) }
  end
end

scenario.pair{
  name = "both sides of two queues are cancelled",
  main = function(fixed)
    local queues = { chan(0, "reads"), chan(0, "writes") }
    local ctx, cancel = context.with_cancel(context.background())
    go("sender", give_turns, ctx, queues)
    go("command", begin_commands, ctx, queues, fixed)
    runtime.gosched()
    cancel()
  end,
  explore = { runs = 1000 },
  expect = {
    sometimes{ leak = { count = 1, name = "drainer", wait = "chan receive" } },
    sometimes{ leak = { count = 2, name = "drainer", wait = "chan receive" } },
    sometimes{ pass = true },
  },
}

-- ctx-cancel: a loop that looks for the cancel between two steps of work.
--
-- A goroutine cannot be killed in Go; it has to look. A worker that never
-- blocks asks by a select with a default before each step: cancelled? then
-- leave, else go on. The answer comes at most one step late, so the length of
-- a step decides how quickly the worker can be stopped.

-- Works until the context ends, then tells how many steps it took.
local function work(ctx, steps)
  local count = 0
  while true do
    local which = select{ recv(ctx:done(), "done"), default = true }
    if which == "done" then break end
    count = count + 1
    time.sleep("1ms") -- one step
  end
  check.always(ctx:err() == context.canceled, "it ended by the cancel")
  steps:send(count)
end

scenario{
  name = "the worker leaves within one step of the cancel",
  main = function()
    local ctx, cancel = context.with_cancel(context.background())
    local steps = chan(0, "steps")
    go("worker", work, ctx, steps)
    time.sleep("10ms")
    cancel()
    local count = steps:recv()
    -- At 10 ms the cancel and the eleventh look meet: either may be first.
    check.always(count == 10 or count == 11, "at most one step late")
    check.sometimes(count == 10, "the cancel is first")
    check.sometimes(count == 11, "the look is first")
  end,
  expect = always{ pass = true },
}

scenario{
  name = "cancelled before it starts, it does nothing",
  main = function()
    local ctx, cancel = context.with_cancel(context.background())
    cancel()
    cancel() -- once more does no harm
    local steps = chan(0, "steps")
    go("worker", work, ctx, steps)
    local count = steps:recv()
    check.always(count == 0, "no step after the cancel")
  end,
  expect = always{ pass = true },
}

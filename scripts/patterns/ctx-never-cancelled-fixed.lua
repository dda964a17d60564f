-- ctx-never-cancelled, repaired: who makes a context cancels it.
--
-- The function that starts the worker hands the cancel to its caller, and the
-- caller defers it at once. Calling it twice, or after the context has ended
-- by itself, does no harm; so there is no reason ever not to defer it.

local function start_worker(parent)
  local ctx, cancel = context.with_cancel(parent)
  go("worker", function()
    ctx:done():recv()
    check.always(ctx:err() == context.canceled, "the worker was told")
  end)
  return cancel
end

scenario{
  name = "the worker leaves with its caller",
  main = function()
    local cancel = start_worker(context.background())
    defer(cancel)
    time.sleep("1s")
  end,
  expect = always{ pass = true },
}

scenario{
  name = "a parent's cancel ends the worker as well",
  main = function()
    local parent, cancel_all = context.with_cancel(context.background())
    local cancel = start_worker(parent)
    defer(cancel)
    cancel_all()
  end,
  expect = always{ pass = true },
}

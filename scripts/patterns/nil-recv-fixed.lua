-- nil-recv, repaired: there is a channel, and somebody who closes it.
--
-- The channel is made in the scope of all who use it, and the inner block
-- assigns nothing of the same name. Who waits for the end of a context gets
-- one that can end, and whoever made it defers the cancel.

scenario{
  name = "the waiter is told",
  main = function()
    local ready, told = chan(0, "ready"), chan(0, "told")
    go("waiter", function()
      ready:recv()
      told:close()
    end)
    ready:close()
    local _, ok = told:recv()
    check.always(not ok, "the waiter saw the close")
  end,
  expect = always{ pass = true },
}

scenario{
  name = "the waiter's context ends with main",
  main = function()
    local ctx, cancel = context.with_cancel(context.background())
    defer(cancel)
    go("waiter", function()
      ctx:done():recv()
      check.always(ctx:err() == context.canceled, "it ended by the cancel")
    end)
  end,
  expect = always{ pass = true },
}

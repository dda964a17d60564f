-- ctx-timeout-chain: one deadline, made at the top, reaches the bottom.
--
-- A calls B, B calls the database; A has 2 seconds. B and the database set
-- longer limits of their own, but a child's deadline is never later than its
-- parent's, so all three give up at the same instant. Each layer returns the
-- error it was given, and the caller reads the true cause: the deadline.

-- Runs `f` in a goroutine, but waits for it no longer than ctx allows.
local function call(ctx, name, f)
  local reply = chan(1, name .. " reply") -- room, so that f can always end
  go(name, function()
    reply:send{ err = f(ctx) }
  end)
  local which, result = select{
    recv(reply, "reply"),
    recv(ctx:done(), "done"),
  }
  if which == "done" then return ctx:err() end
  return result.err
end

-- Checks that the layer gave up at 2 s, and hands the error on.
local function gave_up(layer, err)
  check.always(err == context.deadline_exceeded, layer .. ": the deadline")
  check.always(tostring(err) == "context deadline exceeded", "in Go's words")
  check.always(time.now() == 2 * time.second, layer .. ": at 2 s sharp")
  return err
end

local database = func(function(parent)
  local ctx, cancel = context.with_timeout(parent, "10s")
  defer(cancel)
  local deadline, ok = ctx:deadline()
  check.always(ok and deadline == 2 * time.second, "A's deadline, not 10 s")
  local which = select{
    recv(time.after("1m"), "row"),
    recv(ctx:done(), "done"),
  }
  check.always(which == "done", "no row comes in time")
  return gave_up("database", ctx:err())
end)

local b = func(function(parent)
  local ctx, cancel = context.with_timeout(parent, "5s")
  defer(cancel)
  return gave_up("B", call(ctx, "database", database))
end)

scenario{
  name = "every layer gives up at A's deadline",
  main = function()
    local ctx, cancel = context.with_timeout(context.background(), "2s")
    defer(cancel)
    gave_up("A", call(ctx, "B", b))
  end,
  expect = always{ pass = true },
}

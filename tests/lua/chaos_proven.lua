-- Who is proven stuck: not whom a fault may still let go on.
local t = require "lib.t"

local function leaked()
  return #runtime.leaked()
end

-- At 1 ms nobody is stuck for ever; at 10 ms all are gone.
local function freed(name, plan, main)
  scenario{ name = "chaos, proven: " .. name, chaos = plan,
    explore = { strategy = "default" }, main = function()
      main()
      time.sleep("1ms")
      t.eq(leaked(), 0)
      time.sleep("9ms")
      t.eq(runtime.num_goroutine(), 1)
    end }
end

freed("one that is held", {
  { fault = "delay", at = "chan.send", goroutine = "w", by = "5ms" } },
  function() go("w", function() chan(1):send(1) end) end)

freed("one that waits for one that is held", {
  { fault = "delay", at = "chan.send", goroutine = "w", by = "5ms" } },
  function()
    local c = chan()
    go("w", function() c:send(1) end)
    go("other", function() c:recv() end)
  end)

freed("a close that is to come", {
  { fault = "close", object = "jobs", after = "5ms" } },
  function()
    go("w", function() for _ in chan(0, "jobs"):range() do end end)
  end)

freed("a kill that is to come", {
  { fault = "kill", goroutine = "w", after = "5ms" } },
  function() go("w", function() chan():recv() end) end)

freed("a context that a fault can end", {
  { fault = "cancel", at = "sleep", context = "*", after = "5ms", max = 1 } },
  function()
    go("w", function()
      local ctx = context.with_cancel(context.background())
      ctx:done():recv()
    end)
    go("clock", function() time.sleep("5ms") time.sleep("1ms") end)
  end)

freed("what the end of such a context brings about", {
  { fault = "cancel", at = "sleep", context = "*", after = "5ms", max = 1 } },
  function()
    go("w", function()
      local ctx, c = context.with_cancel(context.background()), chan()
      context.after_func(ctx, function() c:close() end)
      ctx = nil
      c:recv()
    end)
    go("clock", function() time.sleep("5ms") time.sleep("1ms") end)
  end)

freed("a buffer that is full for a time", {
  { fault = "fill", object = "c", by = "5ms", nth = 1 } },
  function() go("w", function() chan(1, "c"):send(1) end) end)

scenario{ name = "chaos, proven: whom no fault can reach is stuck",
  chaos = { { fault = "kill", goroutine = "other", after = "5ms" },
    { fault = "cancel", at = "ctx", context = "*", nth = 1 } },
  explore = { strategy = "default" }, main = function()
    go("w", function() chan():recv() end)
    go("other", function() chan():recv() end)
    local ctx, cancel = context.with_cancel(context.background())
    select{ recv(ctx:done()), default = true }
    defer(cancel)
    time.sleep("1ms")
    t.eq(leaked(), 1)
    time.sleep("9ms")
    t.eq(leaked(), 1)
  end,
  expect = always{ leak = { name = "w", count = 1 } } }

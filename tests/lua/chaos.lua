-- Faults: each fires where and when its plan says, and nowhere else.
local t = require "lib.t"
local faults = require "lib.chaos"
local pass, log = faults.passing(scenario), faults.log

-- ---- each fault ----

pass("delay: the operation comes so much later, once", {
  { fault = "delay", at = "chan.send", object = "jobs", by = "5ms", nth = 2 },
}, function()
  local jobs, at = chan(3, "jobs"), {}
  for i = 1, 3 do
    jobs:send(i)
    at[i] = time.now()
  end
  t.eq(table.concat(at, " "), "0 5000000 5000000")
  t.eq(log(), "delay@chan.send jobs")
  t.eq(chaos.log()[1].arg, 5e6)
end)

pass("delay: between its bounds, and not always the same", {
  { fault = "delay", at = "gosched", by = { "1ms", "9ms" } },
}, function()
  local seen, kinds = {}, 0
  for _ = 1, 20 do
    local before = time.now()
    runtime.gosched()
    local d = time.now() - before
    check.always(d >= 1e6 and d <= 9e6, "out of bounds: " .. d)
    kinds = kinds + (seen[d] and 0 or 1)
    seen[d] = true
  end
  check.always(kinds > 5)
end)

pass("pause: one is kept, the others go on", {
  { fault = "pause", goroutine = "slow", at = "mutex.unlock", by = "7ms" },
}, function()
  local mu, order = sync.mutex(), {}
  local function body(name)
    mu:lock()
    order[#order + 1] = name .. time.now() / 1e6
    mu:unlock()
  end
  local wg = sync.waitgroup()
  wg:add(2)
  go("slow", function() body("slow") wg:done() end)
  runtime.gosched()
  go("quick", function() body("quick") wg:done() end)
  wg:wait()
  t.eq(table.concat(order, " "), "slow0 quick7")
  t.eq(log(), "pause@mutex.unlock")
end)

pass("pause: for so many operations of others", {
  { fault = "pause", goroutine = "held", at = "chan.send", steps = 10 },
}, function()
  local ch, n = chan(1), sync.atomic(0)
  go("held", function() ch:send(true) end)
  while #ch == 0 do
    n:add(1)
    runtime.gosched()
  end
  check.always(n:load() >= 2 and n:load() <= 5, "it was " .. n:load())
end)

pass("pause: a rendezvous", nil, function()
  local ch = chan(1)
  local f = chaos.inject{ fault = "pause", at = "chan.send" }
  t.eq(f:wait("1ms"), false)
  local g = go("sender", function() ch:send(1) end)
  t.eq(f:wait(), true)
  t.eq(f:held(), 1)
  t.eq(g:wait_reason(), "held by chaos")
  t.eq(#ch, 0)
  t.eq(f:release(), 1)
  runtime.gosched()
  t.eq(#ch, 1)
  t.eq(f:hits(), 1)
end)

pass("starve: the others come first, but not for ever", {
  { fault = "starve", goroutine = "starved", at = "chan.send", steps = 1000 },
}, function()
  local ch, order = chan(10), {}
  go("starved", function() ch:send("starved") end)
  for i = 1, 3 do
    go(function() runtime.gosched() ch:send(i) end)
  end
  for i = 1, 4 do order[i] = tostring(ch:recv()) end
  t.eq(table.concat(order, " "), "3 1 2 starved")
end)

scenario{ name = "chaos: stall: its P does nothing, others do", procs = 2,
  chaos = { { fault = "stall", goroutine = "busy", at = "gosched",
    by = "4ms" } },
  explore = { strategy = "default" },
  main = function()
    local done = chan()
    go("busy", function() runtime.gosched() done:send(time.now()) end)
    t.eq(done:recv(), 4e6)
    t.eq(log(), "stall@gosched")
  end }

pass("gc_pause: everybody stops", {
  { fault = "gc_pause", at = "chan.send", by = "3ms", max = 1 },
}, function()
  local ch = chan(2)
  go("other", function() ch:send(time.now()) end)
  ch:send("x")
  t.eq(time.now(), 3e6)
  ch:recv()
  t.eq((ch:recv()), 3e6)
end)

pass("slow: what takes time takes longer", {
  { fault = "slow", goroutine = "consumer", factor = 4 },
}, function()
  local done = chan()
  go("consumer", function() time.sleep("2ms") done:send(time.now()) end)
  t.eq((done:recv()), 8e6)
  time.sleep("1ms")
  t.eq(time.now(), 9e6)
  t.eq(log(), "slow@sleep")
end)

pass("slow: a receive", {
  { fault = "slow", at = "chan.recv", by = "2ms" },
}, function()
  local ch = chan(3)
  for i = 1, 3 do ch:send(i) end
  ch:close()
  for _ in ch:range() do end
  t.eq(time.now(), 8e6)
end)

pass("panic: at the operation; recover works", {
  { fault = "panic", at = "chan.send", nth = 2, text = "boom" },
}, function()
  local ch, got = chan(4), nil
  ch:send(1)
  func(function()
    defer(function() got = recover() end)
    ch:send(2)
  end)()
  ch:send(3)
  t.eq(got, "boom")
  t.eq(#ch, 2)
end)

pass("panic: says whose doing it is", { { fault = "panic", at = "gosched" } },
  function()
    local ok, e = pcall(runtime.gosched)
    t.eq(ok, false)
    t.eq(e, "chaos: panic (fault f1)")
  end)

pass("kill: deferred calls run, recover does not see it", {
  { fault = "kill", goroutine = "victim", at = "mutex.lock" },
}, function()
  local mu, did = sync.mutex(), {}
  go("victim", function()
    defer(function() did[#did + 1] = tostring(recover()) end)
    pcall(function() mu:lock() end)
    did[#did + 1] = "went on"
  end)
  time.sleep("1ms")
  t.eq(table.concat(did, " "), "nil")
end)

pass("kill: one that waits when the window opens", {
  { fault = "kill", goroutine = "victim", at = "chan.recv", after = "1s" },
}, function()
  local ended = false
  go("victim", function()
    defer(function() ended = time.now() end)
    chan():recv()
  end)
  time.sleep("2s")
  t.eq(ended, 1e9)
end)

pass("cancel: the context ends, with a cause that says so", {
  { fault = "cancel", object = "request*", nth = 2 },
}, function()
  local ctx = context.with_cancel(context.background(), "request7")
  local other = context.with_cancel(context.background(), "other")
  local function ended(c)
    return (select{ recv(c:done()), default = true }) == 1
  end
  t.eq(ended(other), false)
  t.eq(ended(ctx), false)
  t.eq(ended(ctx), false)
  runtime.gosched()
  t.eq(ended(ctx), true)
  t.eq(ctx:err(), context.canceled)
  t.eq(tostring(context.cause(ctx)), "chaos: cancel (fault f1)")
  t.eq(ended(other), false)
end)

pass("cancel: at some other operation, and all below", {
  { fault = "cancel", context = "request", at = "chan.send", nth = 2,
    text = "the client went away" },
}, function()
  local ctx = context.with_timeout(context.background(), "9s", "request")
  local below = context.with_cancel(ctx)
  local ch = chan(2)
  ch:send(1)
  t.eq(ctx:err(), nil)
  ch:send(2)
  below:done():recv()
  t.eq(tostring(context.cause(below)), "the client went away")
  t.eq(time.now(), 0)
end)

pass("close: the environment closes it", {
  { fault = "close", object = "jobs", at = "chan.send", nth = 2 },
}, function()
  local jobs, others = chan(4, "jobs"), chan(4, "others")
  others:send(1)
  jobs:send(1)
  local ok, e = pcall(jobs.send, jobs, 2)
  t.eq(ok, false)
  t.eq(e, "send on closed channel")
  others:send(2)
  t.eq(log(), "close@chan.send jobs")
end)

pass("close: although nobody comes by", {
  { fault = "close", object = "jobs", after = "2s" },
}, function()
  local v, ok = chan(0, "jobs"):recv()
  t.eq(v, nil)
  t.eq(ok, false)
  t.eq(time.now(), 2e9)
end)

pass("drop: on a lossy channel only", { { fault = "drop", lossy = true } },
  function()
    local lossy, plain = chan(4, "udp", { lossy = true }), chan(4, "plain")
    for i = 1, 3 do
      lossy:send(i)
      plain:send(i)
    end
    t.eq(#lossy, 0)
    t.eq(#plain, 3)
    t.eq(#chaos.log(), 3)
  end)

pass("drop: unsound, on any", { unsound = true, { fault = "drop", nth = 2 } },
  function()
    local ch = chan(4)
    for i = 1, 3 do ch:send(i) end
    t.eq((ch:recv()), 1)
    t.eq((ch:recv()), 3)
  end)

pass("duplicate: comes twice, when there is room", {
  { fault = "duplicate", lossy = true },
}, function()
  local ch = chan(3, "udp", { lossy = true })
  ch:send("a")
  ch:send("b")
  t.eq(#ch, 3)
  t.eq((ch:recv()) .. (ch:recv()) .. (ch:recv()), "aab")
  t.eq(#chaos.log(), 1)
end)

-- ---- several ----

pass("two that meet act in the order declared", {
  { fault = "delay", at = "gosched", by = "1ms" },
  { fault = "delay", at = "gosched", by = "2ms" },
  { fault = "panic", at = "gosched", text = "third" },
}, function()
  local ok, e = pcall(runtime.gosched)
  t.eq(ok, false)
  t.eq(e, "third")
  t.eq(time.now(), 3e6)
  t.eq(log(), "delay@gosched, delay@gosched, panic@gosched")
end)

pass("one that is removed stops at once", nil, function()
  local ch = chan(4)
  local f = chaos.inject{ fault = "delay", at = "chan.send", by = "1h" }
  go("held", function() ch:send(time.now()) end)
  runtime.gosched()
  t.eq(f:held(), 1)
  t.eq(#chaos.active(), 1)
  f:remove()
  t.eq(#chaos.active(), 0)
  t.eq((ch:recv()), 0)
  ch:send(1)
  t.eq(time.now(), 0)
end)

pass("short form: a chain", { { "2*delay(1ms)->1*panic(boom)->off",
  at = "gosched" } }, function()
  runtime.gosched()
  runtime.gosched()
  t.eq(time.now(), 2e6)
  local ok, e = pcall(runtime.gosched)
  t.eq(e, "boom")
  runtime.gosched()
  t.eq(time.now(), 2e6)
end)

pass("short form: from a point on, and points that pass", {
  { "2*delay(1ms)@2->2*off->1*delay(5ms)", at = "gosched" } }, function()
  local at = {}
  for i = 1, 7 do
    runtime.gosched()
    at[i] = time.now() / 1e6
  end
  t.list(at, "0 1 2 2 2 7 7")
end)

scenario{ name = "chaos: one fault is a plan, too", main = function()
    time.sleep("1ms")
    t.eq(time.now(), 6e6)
  end, chaos = { fault = "delay", by = "5ms", max = 1 },
  explore = { strategy = "default" } }

pass("once: main was always there", {
  { fault = "delay", at = "sleep", once = true, by = "1s" } }, function()
  local other
  go(function()
    time.sleep("1ms")
    other = time.now()
  end)
  time.sleep("1ms")
  t.eq(other, 1e6)
  t.eq(time.now(), 1001e6)
end)

-- ---- outcomes ----

scenario{ name = "chaos: who is killed is so once, and cleans up",
  chaos = { { fault = "kill", goroutine = "w*", keep = 1 } },
  main = function()
    local mu, wg = sync.mutex("mu"), sync.waitgroup("wg")
    for i = 1, 3 do
      wg:add(1)
      go("w" .. i, function()
        defer(wg, "done")
        mu:lock()
        defer(mu, "unlock")
        time.sleep("1s")
      end)
    end
    wg:wait()
    mu:lock()
    mu:unlock()
  end }

scenario{ name = "chaos: what never fires is vacuous",
  chaos = { { fault = "delay", at = "mutex", by = "1ms" } },
  main = function() chan(1):send(1) end,
  expect = always{ vacuous = true } }

scenario{ name = "chaos: a hypothesis that never held",
  chaos = { { fault = "delay", at = "chan", by = "1ms" },
    hypothesis = function() return false end },
  main = function() chan(1):send(1) end,
  expect = always{ aborted = "does not hold before any fault" } }

scenario{ name = "chaos: a hypothesis that breaks midway",
  chaos = { { fault = "delay", at = "chan", by = "5ms" },
    hypothesis = function() return time.now() < 3e6 end },
  main = function() chan(1):send(1) time.sleep(1) end,
  expect = always{ aborted = "any more, after 1 fault" } }

scenario{ name = "chaos: a hypothesis that breaks for as long as all sleep",
  chaos = { { fault = "delay", at = "chan", by = "5ms" },
    hypothesis = function() return runtime.num_goroutine() < 4 end },
  main = function()
    chan(1):send(1)
    for _ = 1, 5 do
      go(function() time.sleep("1s") end)
    end
    time.sleep("2s")
  end,
  expect = always{ aborted = "any more, after 1 fault" } }

scenario{ name = "chaos: a hypothesis that does not hold at the end",
  chaos = { { fault = "delay", at = "chan", by = "5ms" },
    hypothesis = function() return runtime.num_goroutine() > 0 end },
  main = function() chan(1):send(1) end,
  expect = always{ aborted = "any more, after 1 fault" } }

scenario{ name = "chaos: a hypothesis looks, and does nothing",
  chaos = { { fault = "delay", at = "chan", by = "5ms" },
    hypothesis = function() chan(1):send(1) return true end },
  main = function() chan(1):send(1) end,
  expect = always{ aborted = "can look at the world, and do nothing" } }

scenario{ name = "chaos: an unhandled panic is the run's",
  chaos = { { fault = "panic", at = "chan.send", max = 1 } },
  main = function() chan(1):send(1) end,
  expect = always{ panic = "chaos: panic (fault f1)" } }

scenario{ name = "chaos: under every strategy alike",
  chaos = { { fault = "panic", goroutine = "w*", at = "chan.send", nth = 2,
    text = "second" } },
  explore = { strategy = "random", runs = 50 },
  main = function()
    local ch, panics = chan(9), sync.atomic(0)
    local wg = sync.waitgroup()
    for _ = 1, 3 do
      wg:add(1)
      go("w", function()
        defer(wg, "done")
        if not pcall(ch.send, ch, 1) then panics:add(1) end
      end)
    end
    wg:wait()
    t.eq(panics:load(), 1)
    t.eq(#ch, 2)
  end }

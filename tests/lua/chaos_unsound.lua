-- What Go cannot do: goroutines killed without their deferred calls, messages
-- of channels that overtake each other; and the time to recover from faults.
local t = require "lib.t"

local function pass(name, plan, main, expect)
  scenario{ name = "chaos: " .. name, chaos = plan, main = main,
    expect = expect, explore = { strategy = "default" } }
end

-- ---- killed where they stand ----

pass("kill without deferred calls: at an operation", { unsound = true,
  { fault = "kill", goroutine = "w", at = "chan.send", nth = 2,
    deferred = false } }, function()
  local c, cleaned = chan(5, "c"), false
  local w = go("w", function()
    defer(function() cleaned = true end)
    for i = 1, 5 do c:send(i) end
  end)
  time.sleep("1ms")
  t.eq(w:status(), "dead")
  t.eq(cleaned, false)
  t.eq(#c, 1)
end)

pass("kill without deferred calls: one that waits, and its lock", {
  { fault = "kill", goroutine = "w", after = "1ms", deferred = false,
    unsound = true } }, function()
  local c, mu = chan(), sync.mutex("mu")
  local w = go("w", function()
    mu:lock()
    defer(mu, "unlock")
    select{ recv(c), recv(time.after("1h")) }
  end)
  time.sleep("2ms")
  t.eq(w:status(), "dead")
  t.eq(mu:try_lock(), false)
end)

pass("kill without deferred calls: in a coroutine, under pcall", {
  { fault = "kill", goroutine = "w", at = "sleep", deferred = false,
    unsound = true } }, function()
  local after = false
  local w = go("w", function()
    coroutine.wrap(function() pcall(time.sleep, "2ms") end)()
    after = true
  end)
  time.sleep("5ms")
  t.eq(w:status(), "dead")
  t.eq(after, false)
end)

pass("kill without deferred calls: what others wait for stays so", {
  { fault = "kill", goroutine = "w", at = "waitgroup.add", nth = 1,
    deferred = false, unsound = true } }, function()
  local wg = sync.waitgroup("wg")
  wg:add(1)
  go("w", function() defer(wg, "done") end)
  wg:wait()
end, always{ deadlock = { wait = "sync.WaitGroup.Wait" } })

pass("kill without deferred calls needs unsound", nil, function()
  t.fails("without deferred calls: it needs unsound = true", chaos.inject,
    { fault = "kill", deferred = false })
  t.fails("takes no deferred", chaos.inject,
    { fault = "panic", deferred = false })
end)

-- ---- overtaking ----

for _, cap in ipairs{ 2, 3, 2000 } do
  pass("reorder: of " .. cap .. " places, with what it orders", {
    { fault = "reorder", object = "c", lossy = true, nth = 1 },
  }, function()
    local c = chan(cap, "c", { lossy = true })
    local x, y = shared(0, "x"), shared(0, "y")
    go(function() x:set(1) c:send("a") end)
    time.sleep("1ms")
    go(function() y:set(1) c:send("b") end)
    time.sleep("1ms")
    t.eq((c:recv()), "b")
    y:get() -- no race: what was sent orders it
    t.eq((c:recv()), "a")
    x:get()
  end)
end

pass("reorder: values in both halves of the buffer", {
  { fault = "reorder", object = "c", unsound = true, nth = 3 },
}, function()
  local c, list = chan(4, "c"), {}
  for i = 1, 3 do c:send(i) end
  c:recv()
  c:send(4)
  for i = 1, 3 do list[i] = c:recv() end
  t.list(list, "2 4 3")
end)

pass("reorder: where nothing is on its way there is no point", {
  { fault = "reorder", object = "c", unsound = true },
}, function()
  local c = chan(1, "c")
  for _ = 1, 3 do
    c:send(1)
    c:recv()
  end
end, always{ vacuous = true })

pass("reorder and drop: with conn, at connections", {
  { fault = "reorder", conn = "api:1", nth = 2 },
  { fault = "drop", conn = "api:1", nth = 3 },
}, function()
  local l = net.listen("api:1")
  local c = net.dial("api:1")
  local s, list = l:accept(), {}
  for i = 1, 4 do c:write(tostring(i)) end
  for i = 1, 3 do list[i] = s:read() end
  t.list(list, "2 1 4")
  c:close()
  s:close()
  l:close()
end)

-- ---- recovery ----

local function recovery(name, of, well, expect)
  local broken = false
  pass("recovery: " .. name, { recovery = of,
    hypothesis = function() return not broken end,
    { fault = "delay", at = "gosched", by = "5ms", nth = 1 } }, function()
    runtime.gosched()
    t.eq(time.now(), 5e6)
    broken = true
    for i = 1, 10 do
      time.sleep("1ms")
      if i == well then broken = false end
    end
  end, expect)
end

recovery("in time", "4ms", 3)
recovery("too late", "4ms", 6, always{ aborted = "does not hold again" })
recovery("never", "1h", 60, always{ aborted = "does not hold again" })
recovery("without it", nil, 3, always{ aborted = "does not hold any more" })

-- ---- contexts ----

pass("a context that was there before the fault is ended as well", nil,
  function()
    local ctx, cancel = context.with_cancel(context.background(), "request")
    defer(cancel)
    chaos.inject{ fault = "cancel", context = "req*", at = "sleep" }
    time.sleep("1ms")
    t.eq(ctx:err(), context.canceled)
  end)

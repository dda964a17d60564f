-- Where seep is different from Go on purpose (section D of bullets.txt). More
-- of it stands beside what Go promises, and in tests/cli/go.sh.
local t = require "lib.t"
local eq, every, go_order, settle = t.eq, t.every, t.go_order, t.settle

scenario{
  name = "D.2 a cond has two names and is no copy",
  explore = every,
  main = function()
    local mu = sync.mutex()
    local c = sync.cond(mu)
    local same = c
    go(function()
      mu:lock()
      same:wait()
      mu:unlock()
    end)
    settle()
    c:signal()
  end,
}

scenario{
  name = "D.2 a method of nothing is an error of Lua's",
  explore = every,
  main = function()
    local timer, pool = time.new_timer("1s"), sync.pool()
    for what, method in pairs{ timer = timer.stop, pool = pool.get } do
      local ok, err = pcall(method)
      eq(ok, false, what .. ": succeeded")
      assert(err:find("expected, got", 1, true), err)
    end
  end,
}

scenario{
  name = "D.3 computing takes no time, waiting takes virtual time only",
  explore = go_order,
  timeout = "100h",
  main = function()
    for _ = 1, 1e5 do end
    eq(time.now(), 0, "after a loop")
    runtime.work("3ms")
    eq(time.now(), 3 * time.ms, "after work")
    time.sleep("99h")
    eq(time.now(), 99 * time.hour + 3 * time.ms, "after a sleep")
  end,
}

scenario{
  name = "D.6 a loop that polls lets time move",
  explore = { strategy = "random", runs = 3 },
  main = function()
    local ready = false
    time.after_func("1s", function() ready = true end)
    while not ready do runtime.gosched() end
    eq(time.now(), time.second, "time")
  end,
}

scenario{
  name = "D.6 a loop that polls, with nothing to come, is a livelock",
  explore = go_order,
  main = function()
    while true do runtime.gosched() end
  end,
  expect = always{ livelock = true },
}

scenario{
  name = "D.7 what is recovered of a nil dereference names the variable",
  explore = every,
  main = function()
    local text = t.recovered(function()
      local nothing
      return nothing.field
    end)
    assert(text:find("index local 'nothing' (a nil value)", 1, true), text)
    text = t.recovered(function()
      local nothing
      nothing()
    end)
    assert(text:find("call local 'nothing' (a nil value)", 1, true), text)
  end,
}

scenario{
  name = "D.8 a stack overflow can be recovered, and the run goes on",
  explore = go_order,
  main = function()
    local function deep() return 1 + deep() end
    local text = t.recovered(deep)
    assert(text:find("stack overflow", 1, true), text)
    local ch = chan(1)
    ch:send(1)
    eq(ch:recv(), 1, "value")
  end,
}

scenario{
  name = "D.8 a stack overflow that nobody recovers is a panic",
  explore = go_order,
  main = function()
    local function deep() return 1 + deep() end
    deep()
  end,
  expect = always{ panic = "stack overflow" },
}

scenario{
  name = "D.11 a channel takes any value, a closed one gives nil",
  explore = every,
  main = function()
    local ch = chan(4)
    for _, v in ipairs{ 1, "word", true } do ch:send(v) end
    ch:send(nil)
    ch:close()
    for i, want in ipairs{ 1, "word", true } do
      eq(ch:recv(), want, "value " .. i)
    end
    local v, ok = ch:recv()
    eq(v, nil, "nil sent")
    eq(ok, true, "its ok")
    v, ok = ch:recv()
    eq(v, nil, "closed")
    eq(ok, false, "its ok")
  end,
}

scenario{
  name = "D.11 numbers are exact to 2^53, and do not wrap around",
  explore = every,
  main = function()
    local x = sync.atomic(2^53 - 1)
    eq(x:add(1), 2^53, "sum")
    eq(x:add(1), 2^53, "sum beyond")
    assert(2^63 + 2^63 > 0, "it wrapped")
  end,
}

scenario{
  name = "D.13 a map is iterated in order of insertion, from any place",
  explore = every,
  main = function()
    local m, order = map(), ""
    for _, k in ipairs{ "c", "a", "b" } do m[k] = true end
    for k in pairs(m) do
      order = order .. k
      m[k .. k] = true
    end
    eq(#order, 3, "visits")
    assert(("cabca"):find(order, 1, true), order)
    check.sometimes(order == "cab", "from the first")
    check.sometimes(order == "bca", "from the last")
  end,
}

scenario{
  name = "D.13 under Go's own order equal timers fire as they were set",
  explore = go_order,
  main = function()
    local log = {}
    for i = 1, 5 do
      time.after_func("1ms", function() log[#log + 1] = i end)
    end
    time.sleep("2ms")
    eq(table.concat(log, " "), "5 1 2 3 4",
      "order of five goroutines started in order")
  end,
}

scenario{
  name = "D.15 there is one processor",
  explore = every,
  main = function()
    eq(runtime.gomaxprocs(), 1, "processors")
    eq(runtime.gomaxprocs(4), 1, "processors before")
    eq(runtime.gomaxprocs(), 4, "processors now")
  end,
}

scenario{
  name = "D.16 an add from zero at a wait is a reuse or nothing",
  explore = { strategy = "random", runs = 300 },
  main = function()
    local wg = sync.waitgroup("wg")
    wg:add(1)
    go(function() wg:done() end)
    go(function()
      wg:add(1)
      wg:done()
    end)
    wg:wait()
  end,
  expect = { never{ panic = "misuse" }, sometimes{ race = { name = "wg" } },
    sometimes{ panic = "is reused before previous Wait has returned" } },
}

scenario{
  name = "D.17 an empty map is no exception",
  explore = every,
  main = function()
    local m = map("m")
    go(function() m.k = 1 end)
    go(function() return m.other end)
  end,
  expect = { sometimes{ fatal = "concurrent map read and map write" },
    always{ race = { name = "m" } } },
}

scenario{
  name = "D.20 a race is told, but nobody sees a stale value",
  explore = { strategy = "random", runs = 300 },
  main = function()
    local x, y = shared(0, "x"), shared(0, "y")
    local r1, r2
    go(function()
      x:set(1)
      r1 = y:get()
    end)
    go(function()
      y:set(1)
      r2 = x:get()
    end)
    settle()
    assert(r1 + r2 > 0, "neither saw the other")
  end,
  expect = { always{ race = true }, never{ panic = true } },
}

scenario{
  name = "D.21 a limit is caught by nothing",
  explore = every,
  timeout = "1s",
  main = function()
    defer(function()
      recover()
      check.unreachable("a deferred call ran")
    end)
    pcall(time.sleep, "2s")
    check.unreachable("went on")
  end,
  expect = { always{ limit = true }, never{ assertion = true } },
}

scenario{
  name = "D.22 a wrong direction is an error when it is used",
  explore = every,
  main = function()
    local ch = chan(1)
    local only = ch:recv_only()
    local ok, err = pcall(only.send, only, 1)
    eq(ok, false, "send succeeded")
    assert(err:find("cannot send to receive-only channel", 1, true), err)
  end,
}

scenario{
  name = "D.22 a capacity that is no whole number is an error",
  explore = every,
  main = function()
    local ok, err = pcall(chan, 1.5)
    eq(ok, false, "made")
    assert(err:find("must be a whole number", 1, true), err)
  end,
}

scenario{
  name = "D.22 a capacity beyond 2^31 is too large",
  explore = every,
  main = function()
    eq(t.recovered(function() chan(2^31 + 1) end),
      "makechan: size out of range", "text")
  end,
}

scenario{
  name = "D.23 check takes the place of package testing",
  explore = every,
  main = function()
    eq(testing, nil, "testing")
    go(function() check.always(false, "failed in a goroutine") end)
    settle()
    panic("main went on")
  end,
  expect = { always{ assertion = "failed in a goroutine" },
    never{ panic = true } },
}

local outside = chan()

scenario{
  name = "D.24 a channel that was made before main is like any other",
  explore = every,
  main = function()
    local g = go(function() outside:recv() end)
    time.sleep("1h")
    eq(g:wait_reason(), "chan receive", "wait reason")
    outside:send(1)
  end,
}

scenario{
  name = "D.24 a sleep of 1 ns ends when all others wait",
  explore = every,
  main = function()
    local ch, steps = chan(), 0
    for _ = 1, 3 do
      go(function()
        for _ = 1, 3 do
          runtime.gosched()
          steps = steps + 1
        end
        ch:recv()
      end)
    end
    time.sleep(1)
    eq(steps, 9, "steps")
    for _ = 1, 3 do ch:send(true) end
  end,
}

scenario{
  name = "D.25 singleflight raises the value of a panic as it was",
  explore = every,
  main = function()
    local value = errors.new("boom")
    local got = t.recovered(function()
      singleflight.new():call("k", function() panic(value) end)
    end)
    eq(got, value, "value")
    eq(tostring(got), "boom", "text")
  end,
}

scenario{
  name = "D.26 a deadline is nanoseconds, and prints as a duration",
  explore = every,
  main = function()
    local ctx, cancel = context.with_timeout(context.background(), "90s")
    defer(cancel)
    eq(ctx:deadline(), 90 * time.second, "deadline")
    eq(tostring(ctx), "context.Background.WithDeadline(1m30s [1m30s])",
      "printed")
  end,
}

scenario{
  name = "D.26 descendants end in the order of their creation",
  explore = go_order,
  main = function()
    local root, cancel = context.with_cancel(context.background())
    local log = {}
    for i = 1, 5 do
      context.after_func(root, function() log[#log + 1] = i end)
    end
    cancel()
    settle()
    eq(table.concat(log, " "), "5 1 2 3 4",
      "order of five goroutines started in order")
  end,
}

scenario{
  name = "D.27 a pool is emptied by no collection but one asked for",
  explore = go_order,
  main = function()
    local p, most, fell = sync.pool(), 0, 0
    for i = 1, 100 do p:put(i) end
    while fell < 3 do
      local garbage = {}
      for i = 1, 1000 do garbage[i] = { i } end
      local now = collectgarbage("count")
      if now < most then fell, most = fell + 1, 0 end
      most = math.max(most, now)
    end
    for _ = 1, 100 do assert(p:get(), "something is gone") end
    eq(p:get(), nil, "one more")
  end,
}

local function two_waiters(wait)
  local mu, order = sync.mutex(), {}
  mu:lock()
  for i = 1, 2 do
    go(function()
      mu:lock()
      order[#order + 1] = i
      mu:unlock()
    end)
    wait()
  end
  mu:unlock()
  settle()
  return order[1]
end

scenario{
  name = "D.29 a strategy that explores lets any waiter have the lock",
  explore = every,
  main = function()
    local first = two_waiters(runtime.gosched)
    check.sometimes(first == 1, "the first waiter")
    check.sometimes(first == 2, "the second waiter")
  end,
}

scenario{
  name = "D.29 but who surely waits, for time has moved, has it in turn",
  explore = every,
  main = function()
    eq(two_waiters(settle), 1, "the first one")
  end,
}

scenario{
  name = "D.30 time.legacy is for timers made while it is on",
  explore = every,
  main = function()
    eq(time.legacy(true), false, "before")
    local old = time.new_timer("1ms")
    eq(time.legacy(false), true, "before, again")
    local new = time.new_timer("1ms")
    time.sleep("2ms")
    eq(old.c:len(), 1, "len of the old one's channel")
    eq(new.c:len(), 0, "len of the new one's channel")
    eq(old:stop(), false, "stop of the old one")
    eq(new:stop(), true, "stop of the new one")
  end,
}

scenario{
  name = "D.31 goroutines that are left are a finding",
  explore = every,
  main = function() go(function() select{} end) end,
  expect = always{ leak = { wait = "select (no cases)", count = 1 } },
}

scenario{
  name = "D.31 a resource that nobody closed is a finding",
  explore = every,
  main = function() resource.open("file", "log") end,
  expect = always{ resource = { kind = "file", count = 1 } },
}

scenario{
  name = "D.32 a key cannot be nil or NaN",
  explore = every,
  main = function()
    local m, sm = map(), sync.map()
    for what, key in pairs{ ["nil"] = false, NaN = 0 / 0 } do
      key = key or nil
      local ok, err = pcall(function() m[key] = 1 end)
      eq(ok, false, "set in a map")
      assert(err:find("key cannot be " .. what, 1, true), err)
      ok, err = pcall(sm.store, sm, key, 1)
      eq(ok, false, "stored in a sync.map")
      assert(err:find("key cannot be " .. what, 1, true), err)
    end
  end,
}

scenario{
  name = "D.32 a nil assigned removes the key",
  explore = every,
  main = function()
    local m = map{ a = 1, b = 2 }
    m.a = nil
    eq(#m, 1, "keys")
    for k in pairs(m) do eq(k, "b", "key") end
  end,
}

scenario{
  name = "D.33 unlocking for a writer that waits for readers is fatal",
  explore = every,
  main = function()
    local rw = sync.rwmutex()
    rw:rlock()
    go(function() rw:lock() end)
    settle()
    rw:unlock()
  end,
  expect = always{ fatal = "sync: Unlock of unlocked RWMutex" },
}

-- Data races: what is one in every schedule, and what never is.
local t = require "lib.t"

local every = { strategy = "random", runs = 100 }

-- main races on what `on` names, whatever the schedule.
local function racy(name, on, main)
  scenario{
    name = "race: " .. name, explore = every, main = main,
    expect = { always{ race = { name = on } }, never{ panic = true } },
  }
end

-- main never races.
local function fine(name, main)
  scenario{ name = "no race: " .. name, explore = every, main = main }
end

local function nothing() end

-- Starts all, and returns when all have ended.
local function together(...)
  local wg = sync.waitgroup()
  for _, f in ipairs{ ... } do wg:go(f) end
  wg:wait()
end

---- variables

racy("two writes", "x", function()
  local x = shared(0, "x")
  go(function() x:set(1) end)
  x:set(2)
end)

racy("a read and a write", "x", function()
  local x = shared(0, "x")
  go(function() x:set(1) end)
  x:get()
end)

racy("a write and a read", "x", function()
  local x = shared(0, "x")
  go(function() x:get() end)
  x:set(1)
end)

racy("two updates", "x", function()
  local x = shared(0, "x")
  local function add() x:update(function(v) return v + 1 end) end
  together(add, add)
end)

racy("a sleep orders nothing", "x", function()
  local x = shared(0, "x")
  go(function() x:set(1) end)
  time.sleep("1s")
  x:get()
end)

racy("gosched and work order nothing", "x", function()
  local x = shared(0, "x")
  go(function() x:set(1) end)
  for _ = 1, 3 do runtime.gosched() end
  runtime.work("1ms")
  x:get()
end)

racy("the end of a goroutine orders nothing", "x", function()
  local x = shared(0, "x")
  local g = go(function() x:set(1) end)
  while g:status() ~= "dead" do time.sleep("1ms") end
  x:get()
end)

racy("siblings are ordered with main, not with each other", "x", function()
  local x = shared(0, "x")
  together(function() x:set(1) end, function() x:get() end)
  x:set(2)
end)

racy("a grandchild and its grandparent", "x", function()
  local x = shared(0, "x")
  go(function() go(function() x:set(1) end) end)
  x:get()
end)

racy("of many readers one is not waited for", "x", function()
  local x, wg = shared(0, "x"), sync.waitgroup()
  for _ = 1, 4 do wg:go(function() x:get() end) end
  go(function() x:get() end)
  wg:wait()
  x:set(1)
end)

racy("what a goroutine does after main has returned", "x", function()
  local x = shared(0, "x")
  go(function()
    time.sleep("1ms")
    x:set(1)
  end)
  x:set(2)
end)

-- This variable has no name: its place stands for it.
local here = debug.traceback():match("(%S+race%.lua):") .. ":"
racy("a variable without a name", here .. t.line() + 1, function()
  local x = shared(0)
  go(function() x:set(1) end)
  x:set(2)
end)

fine("reads", function()
  local x = shared(1)
  for _ = 1, 4 do go(function() x:get() end) end
  x:get()
end)

fine("what is set before go", function()
  local x = shared(0)
  x:set(1)
  go(function()
    x:set(x:get() + 1)
    go(function() x:set(x:get() + 1) end)
  end)
end)

fine("what only one goroutine touches", function()
  together(function()
    local x = shared(0)
    for i = 1, 3 do x:set(i) end
  end, function()
    local x = shared(0)
    x:set(1)
  end)
end)

---- tables and globals

racy("one field", "stock.pears", function()
  local s = shared({ apples = 1, pears = 2 }, "stock")
  go(function() s.pears = 3 end)
  t.eq(s.apples, 1)
  return s.pears
end)

racy("a field, named by its table", "stock", function()
  local s = shared({}, "stock")
  go(function() s.pears = 3 end)
  s.pears = 4
end)

racy("an element", "list.2", function()
  local s = shared({ 1, 2, 3 }, "list")
  go(function() s[2] = 20 end)
  return s[1] + s[2]
end)

racy("a field that was never set", "s.true", function()
  local s = shared({}, "s")
  go(function() s[true] = 1 end)
  return s[true]
end)

racy("pairs reads every field", "s.b", function()
  local s = shared({ a = 1, b = 2 }, "s")
  go(function() s.b = 3 end)
  for _ in pairs(s) do nothing() end
end)

racy("ipairs reads behind the end too", "s.3", function()
  local s = shared({ 1, 2 }, "s")
  go(function() s[3] = 3 end)
  for _ in ipairs(s) do nothing() end
end)

racy("the length and an append", "s", function()
  local s = shared({}, "s")
  go(function() s[1] = 1 end)
  return #s
end)

racy("the length and a removal", "s", function()
  local s = shared({ 1, 2 }, "s")
  go(function() s[2] = nil end)
  return #s
end)

racy("two appends, even one after the other", "s", function()
  local s = shared({}, "s")
  local function append() s[#s + 1] = true end
  go(append)
  time.sleep("1ms")
  append()
end)

racy("a global", "total", function()
  total = 0
  go(function() total = total + 1 end)
  return total
end)

racy("a global that is read before it is set", "ready", function()
  go(function() ready = true end)
  return ready
end)

fine("different fields", function()
  local s = shared({ a = 1, b = 2 })
  together(function() s.a = s.a + 1 end, function() s.b = s.b + 1 end)
  t.eq(s.a + s.b, 5)
end)

fine("a place for each result, counted at the end", function()
  local s, fs = shared({}), {}
  for i = 1, 4 do fs[i] = function() s[i] = i end end
  together(unpack(fs))
  t.eq(#s, 4)
  for i, v in ipairs(s) do t.eq(v, i) end
end)

fine("the length and a change that leaves it", function()
  local s = shared({ 1, 2 })
  go(function()
    s[1] = 3
    s.name = "no element"
  end)
  t.eq(#s, 2)
end)

fine("appends under a lock", function()
  local s, mu = shared({}), sync.mutex()
  local function append()
    mu:lock()
    s[#s + 1] = true
    mu:unlock()
  end
  together(append, append)
  t.eq(#s, 2)
end)

fine("globals: set before go, read by all", function()
  limit = 3
  local function check() t.eq(limit, 3) end
  together(check, check)
  limit = 4
end)

fine("globals that hold functions are not observed", function()
  function helper() return 1 end
  go(function() helper() end)
  helper()
end)

---- channels

racy("what is done after the send", "x", function()
  local x, ch = shared(0, "x"), chan()
  go(function()
    ch:send(1)
    x:set(1)
  end)
  ch:recv()
  x:get()
end)

racy("what is done before the receive", "x", function()
  local x, ch = shared(0, "x"), chan(1)
  go(function()
    x:set(1)
    ch:send(1)
  end)
  x:get()
  ch:recv()
end)

for cap = 1, 3 do
  racy("receives do not order the first sends, cap " .. cap, "x", function()
    local x, ch = shared(0, "x"), chan(cap)
    go(function()
      x:set(1)
      ch:recv()
    end)
    for _ = 1, cap do ch:send(1) end
    x:get()
  end)

  racy("more holders than one, cap " .. cap + 1, "x", function()
    local x, places, fs = shared(0, "x"), chan(cap + 1), {}
    for i = 1, cap + 1 do
      fs[i] = function()
        places:send(1)
        x:set(i)
        places:recv()
      end
    end
    together(unpack(fs))
  end)

  fine("a send and its receive, cap " .. cap, function()
    local x, ch = shared(0), chan(cap)
    go(function()
      for _ = 1, cap do ch:send(0) end
      x:set(1)
      ch:send(1)
      ch:send(0)
    end)
    repeat until ch:recv() == 1
    t.eq(x:get(), 1)
    ch:recv()
  end)

  fine("a receive and the send a capacity later, cap " .. cap, function()
    local x, ch = shared(0), chan(cap)
    go(function()
      x:set(1)
      ch:recv()
      ch:recv()
    end)
    for _ = 1, cap + 1 do ch:send(1) end
    t.eq(x:get(), 1)
    ch:send(1)
  end)
end

racy("two who receive are not ordered", "x", function()
  local x, ch = shared(0, "x"), chan(2)
  ch:send(1)
  ch:send(2)
  local function take()
    ch:recv()
    x:set(1)
  end
  together(take, take)
end)

racy("two who send are not ordered", "x", function()
  local x, ch = shared(0, "x"), chan()
  for i = 1, 2 do
    go(function()
      x:set(i)
      ch:send(i)
    end)
  end
  ch:recv()
  ch:recv()
end)

racy("a receive that finds nothing orders nothing", "x", function()
  local x, ch = shared(0, "x"), chan()
  go(function()
    x:set(1)
    select{ send(ch, 1), default = true }
  end)
  select{ recv(ch), default = true }
  x:get()
end)

racy("the length of a channel orders nothing", "x", function()
  local x, ch = shared(0, "x"), chan(1)
  go(function()
    x:set(1)
    ch:send(1)
  end)
  while #ch == 0 do time.sleep("1ms") end
  x:get()
end)

racy("a case that was not chosen orders nothing", "x", function()
  local x, a, b = shared(0, "x"), chan(1), chan(1)
  b:send(true)
  go(function()
    x:set(1)
    a:send(true)
  end)
  select{ recv(b), recv(nilchan) }
  x:get()
  a:recv()
end)

racy("what is done after the close", "x", function()
  local x, ch = shared(0, "x"), chan()
  go(function()
    ch:close()
    x:set(1)
  end)
  ch:recv()
  x:get()
end)

fine("a rendezvous orders both ways", function()
  local x, y, ch = shared(0), shared(0), chan()
  go(function()
    x:set(1)
    ch:send(1)
    t.eq(y:get(), 2)
  end)
  y:set(2)
  ch:recv()
  t.eq(x:get(), 1)
end)

local filled = chan(2)
filled:send(0)
fine("a channel that held a value before the run began", function()
  local x = shared(0)
  go(function()
    x:set(1)
    filled:send(1)
  end)
  filled:recv()
  filled:recv()
  t.eq(x:get(), 1)
end)

fine("a baton goes round", function()
  local x, ring = shared(0), {}
  for i = 1, 4 do ring[i] = chan() end
  for i = 1, 3 do
    go(function()
      for _ = 1, 2 do
        ring[i]:recv()
        x:set(x:get() + 1)
        ring[i + 1]:send(true)
      end
    end)
  end
  for _ = 1, 2 do
    ring[1]:send(true)
    ring[4]:recv()
  end
  t.eq(x:get(), 6)
end)

fine("a channel of one place as a lock", function()
  local x, lock, fs = shared(0), chan(1), {}
  for i = 1, 3 do
    fs[i] = function()
      lock:send(true)
      x:set(x:get() + 1)
      lock:recv()
    end
  end
  together(unpack(fs))
  t.eq(x:get(), 3)
end)

fine("a chain of goroutines", function()
  local x, first = shared(0), chan()
  local left = first
  for _ = 1, 30 do
    local l, r = left, chan()
    go(function()
      r:recv()
      x:set(x:get() + 1)
      l:send(true)
    end)
    left = r
  end
  left:send(true)
  first:recv()
  t.eq(x:get(), 30)
end)

fine("a pipeline hands a value on", function()
  local a, b, c = chan(), chan(2), chan(1)
  local function stage(from, to)
    go(function()
      for v in from:range() do
        v:set(v:get() + 1)
        to:send(v)
      end
      to:close()
    end)
  end
  stage(a, b)
  stage(b, c)
  go(function()
    for _ = 1, 3 do a:send(shared(0)) end
    a:close()
  end)
  for v in c:range() do t.eq(v:get(), 2) end
end)

fine("a close and all who receive it", function()
  local x, ch, wg = shared(0), chan(), sync.waitgroup()
  for _ = 1, 3 do
    wg:go(function()
      ch:recv()
      t.eq(x:get(), 1)
    end)
  end
  x:set(1)
  ch:close()
  wg:wait()
end)

fine("what lies in a closed channel was sent before", function()
  local x, ch = shared(0), chan(2)
  go(function()
    x:set(1)
    ch:send(1)
    x:set(2)
    ch:send(2)
    ch:close()
  end)
  local n = 0
  for v in ch:range() do n = v end
  t.eq(n, x:get())
end)

fine("selects order like plain operations", function()
  local x, a, b = shared(0), chan(), chan(1)
  go(function()
    x:set(1)
    select{ send(a, 1), recv(nilchan) }
    select{ recv(b), recv(nilchan) }
    x:set(x:get() + 1)
    a:close()
  end)
  select{ recv(a), recv(nilchan) }
  x:set(x:get() + 1)
  select{ send(b, 1), recv(nilchan) }
  select{ recv(a), recv(nilchan) }
  t.eq(x:get(), 3)
end)

fine("a select that finds the value orders", function()
  local x, ch = shared(0), chan(1)
  go(function()
    x:set(1)
    ch:send(1)
  end)
  if select{ recv(ch, "got"), default = true } == "got" then
    t.eq(x:get(), 1)
  end
end)

fine("a request and its reply", function()
  local state, requests = shared(0), chan()
  go(function()
    for reply in requests:range() do
      state:set(state:get() + 1)
      reply:send(state:get())
    end
  end)
  local function ask()
    local reply = chan(1)
    requests:send(reply)
    reply:recv()
  end
  together(ask, ask, ask)
  requests:close()
end)

---- send and close

racy("a send and a close", "ch", function()
  local ch = chan(1, "ch")
  go(function() pcall(ch.send, ch, 1) end)
  ch:close()
end)

racy("a send that another one received and a close", "ch", function()
  local ch = chan(1, "ch")
  go(function() ch:send(1) end)
  go(function() ch:recv() end)
  time.sleep("1ms")
  ch:close()
end)

racy("a send of a select and a close", "ch", function()
  local ch = chan(1, "ch")
  go(function()
    pcall(function() select{ send(ch, 1), recv(nilchan) } end)
  end)
  ch:close()
end)

racy("a parked send and a close", "ch", function()
  local ch = chan(0, "ch")
  go(function() pcall(ch.send, ch, 1) end)
  time.sleep("1ms")
  ch:close()
end)

racy("of two who send one is not waited for", "ch", function()
  local ch, wg = chan(2, "ch"), sync.waitgroup()
  wg:go(function() ch:send(1) end)
  go(function() pcall(ch.send, ch, 2) end)
  wg:wait()
  ch:close()
end)

racy("a send through a view and a close", "ch", function()
  local ch = chan(1, "ch")
  local out = ch:send_only()
  go(function() pcall(out.send, out, 1) end)
  out:close()
end)

fine("a close after all who send", function()
  local ch, wg = chan(3), sync.waitgroup()
  for i = 1, 3 do wg:go(function() ch:send(i) end) end
  wg:wait()
  ch:close()
end)

fine("a close by who received the last value", function()
  for cap = 0, 1 do
    local ch = chan(cap)
    go(function() ch:send(1) end)
    ch:recv()
    ch:close()
  end
end)

fine("a close and receives, lengths", function()
  local ch = chan(1)
  for _ = 1, 2 do go(function() ch:recv() end) end
  go(function() return #ch + ch:cap() end)
  ch:close()
end)

-- Go counts what a select finds nobody for.
racy("a send that was offered and not chosen", "ch", function()
  local ch, done = chan(0, "ch"), chan()
  local function offer() select{ send(ch, 1), recv(done) } end
  local g = go(offer)
  while g:status() ~= "waiting" do time.sleep("1ms") end
  done:close()
  time.sleep("1ms")
  ch:close()
end)

racy("a send that gave way to a default", "ch", function()
  local ch = chan(0, "ch")
  go(function()
    pcall(function() select{ send(ch, 1), default = true } end)
  end)
  ch:close()
end)

fine("a select that would have sent, and a close that comes after it",
  function()
    local ch, done = chan(), chan()
    go(function()
      select{ send(ch, 1), recv(nilchan), default = true }
      done:close()
    end)
    done:recv()
    ch:close()
  end)

---- locks

racy("two locks", "x", function()
  local x, a, b = shared(0, "x"), sync.mutex(), sync.mutex()
  local function under(mu)
    return function()
      mu:lock()
      x:set(x:get() + 1)
      mu:unlock()
    end
  end
  together(under(a), under(b))
end)

racy("a lock on one side only", "x", function()
  local x, mu = shared(0, "x"), sync.mutex()
  go(function()
    mu:lock()
    x:set(1)
    mu:unlock()
  end)
  x:get()
end)

racy("after the unlock", "x", function()
  local x, mu = shared(0, "x"), sync.mutex()
  local function late()
    mu:lock()
    mu:unlock()
    x:set(x:get() + 1)
  end
  together(late, late)
end)

racy("a try_lock that fails orders nothing", "x", function()
  local x, mu, go_on = shared(0, "x"), sync.mutex(), chan()
  mu:lock()
  go(function()
    x:set(1)
    go_on:recv()
    mu:unlock()
  end)
  if not mu:try_lock() then x:get() end
  go_on:send(true)
end)

racy("a try_lock that fails does not see the last unlock", "x", function()
  local x, mu, go_on = shared(0, "x"), sync.mutex(), chan()
  go(function()
    mu:lock()
    x:set(1)
    mu:unlock()
  end)
  time.sleep("1ms")
  go(function()
    mu:lock()
    go_on:recv()
    mu:unlock()
  end)
  time.sleep("1ms")
  t.eq(mu:try_lock(), false)
  x:get()
  go_on:send(true)
end)

fine("under a lock", function()
  local x, mu = shared(0), sync.mutex()
  local function add()
    mu:lock()
    x:set(x:get() + 1)
    mu:unlock()
  end
  together(add, add, add)
  t.eq(x:get(), 3)
end)

fine("under a lock that a panic gives back", function()
  local x, mu = shared(0), sync.mutex()
  local add = func(function()
    mu:lock()
    defer(mu, "unlock")
    x:set(x:get() + 1)
    panic("boom")
  end)
  local function try() pcall(add) end
  together(try, try)
  t.eq(x:get(), 2)
end)

fine("a lock that another one unlocks", function()
  local x, mu = shared(0), sync.mutex()
  mu:lock()
  go(function()
    x:set(1)
    mu:unlock()
  end)
  mu:lock()
  t.eq(x:get(), 1)
end)

fine("every unlock comes before every later lock", function()
  local x, mu = shared(0), sync.mutex()
  local function at(d, f)
    go(function()
      time.sleep(d)
      f()
    end)
  end
  at("1ms", function()
    mu:lock()
    x:set(1)
    mu:unlock()
  end)
  at("2ms", function() mu:lock() end)
  at("3ms", function() mu:unlock() end)
  at("4ms", function()
    mu:lock()
    t.eq(x:get(), 1)
  end)
end)

fine("a try_lock that succeeds", function()
  local x, mu = shared(0), sync.mutex()
  local function add()
    while not mu:try_lock() do time.sleep("1ms") end
    x:set(x:get() + 1)
    mu:unlock()
  end
  together(add, add)
  t.eq(x:get(), 2)
end)

---- waitgroups and once

racy("an add in the goroutine and a wait", "wg", function()
  local wg = sync.waitgroup("wg")
  go(function()
    wg:add(1)
    wg:done()
  end)
  wg:wait()
end)

racy("a wait on zero and an add long after", "wg", function()
  local wg = sync.waitgroup("wg")
  go(function()
    time.sleep("1s")
    wg:add(1)
    wg:done()
  end)
  wg:wait()
end)

racy("what is done after done", "x", function()
  local x, wg = shared(0, "x"), sync.waitgroup()
  wg:add(1)
  go(function()
    wg:done()
    x:set(1)
  end)
  wg:wait()
  x:get()
end)

racy("who is not counted is not waited for", "x", function()
  local x, wg = shared(0, "x"), sync.waitgroup()
  wg:add(1)
  go(function() wg:done() end)
  go(function() x:set(1) end)
  wg:wait()
  x:get()
end)

racy("adds and dones do not order each other", "x", function()
  local x, wg = shared(0, "x"), sync.waitgroup()
  wg:add(1)
  local function add()
    wg:add(1)
    x:set(1)
    wg:done()
  end
  go(add)
  go(add)
  wg:done()
end)

racy("after a once", "x", function()
  local x, once = shared(0, "x"), sync.once()
  local function late(v)
    return function()
      once:call(nothing)
      x:set(v)
    end
  end
  together(late(1), late(2))
end)

fine("who was waited for", function()
  local s = shared({ a = 0, b = 0 })
  together(function() s.a = 1 end, function() s.b = 2 end)
  t.eq(s.a + s.b, 3)
end)

fine("a waitgroup with several who wait", function()
  local x, work, read = shared(0), sync.waitgroup(), sync.waitgroup()
  work:go(function() x:set(1) end)
  for _ = 1, 3 do
    read:go(function()
      work:wait()
      t.eq(x:get(), 1)
    end)
  end
  read:wait()
  x:set(2)
end)

fine("a waitgroup used again and again", function()
  local x, wg = shared(0), sync.waitgroup()
  for i = 1, 3 do
    wg:add(1)
    go(function()
      x:set(i)
      wg:done()
    end)
    wg:wait()
    t.eq(x:get(), i)
  end
end)

fine("adds while the count is above zero", function()
  local x, wg = shared(0), sync.waitgroup()
  wg:go(function()
    wg:go(function() x:set(1) end)
  end)
  wg:wait()
  t.eq(x:get(), 1)
end)

fine("done when the goroutine leaves by goexit", function()
  local x, wg = shared(0), sync.waitgroup()
  wg:go(function()
    x:set(1)
    runtime.goexit()
  end)
  wg:wait()
  t.eq(x:get(), 1)
end)

fine("what a once has done", function()
  local x, once = shared(0), sync.once()
  local function use()
    once:call(function() x:set(x:get() + 1) end)
    t.eq(x:get(), 1)
  end
  together(use, use, use)
end)

fine("a once's value", function()
  local get = sync.once_value(function()
    local x = shared(0)
    x:set(7)
    return x
  end)
  local function use() t.eq(get():get(), 7) end
  together(use, use, use)
end)

---- contexts and timers

racy("what is done after the cancel", "x", function()
  local x = shared(0, "x")
  local ctx, cancel = context.with_cancel(context.background())
  go(function()
    cancel()
    x:set(1)
  end)
  ctx:done():recv()
  x:get()
end)

racy("a context that has not ended orders nothing", "x", function()
  local x = shared(0, "x")
  local ctx, cancel = context.with_cancel(context.background())
  go(function()
    x:set(1)
    if ctx:err() == nil then time.sleep("1ms") end
    cancel()
  end)
  if ctx:err() == nil then x:get() else error("too early", 0) end
end)

racy("what is done after a timer was armed", "x", function()
  local x = shared(0, "x")
  time.after_func("1ms", function() x:set(1) end)
  x:set(2)
end)

racy("two functions at one time", "x", function()
  local x = shared(0, "x")
  for i = 1, 2 do time.after_func("1ms", function() x:set(i) end) end
end)

racy("a tick orders nobody but who armed it", "x", function()
  local x = shared(0, "x")
  go(function() x:set(1) end)
  time.after("1s"):recv()
  x:get()
end)

racy("a stop that comes too late orders nothing", "x", function()
  local x = shared(0, "x")
  local timer = time.after_func("1ms", function() x:set(1) end)
  time.sleep("1s")
  t.eq(timer:stop(), false)
  x:get()
end)

fine("what was done before the cancel", function()
  local x = shared(0)
  local parent, cancel = context.with_cancel(context.background())
  local ctx = context.with_value(parent, "k", 1)
  local child = context.with_timeout(ctx, "1h")
  go(function()
    x:set(1)
    cancel()
  end)
  child:done():recv()
  t.eq(x:get(), 1)
end)

fine("a context that says why it ended", function()
  local x = shared(0)
  local ctx, cancel = context.with_cancel_cause(context.background())
  go(function()
    x:set(1)
    cancel("enough")
  end)
  while ctx:err() == nil do time.sleep("1ms") end
  t.eq(x:get(), 1)
  t.eq(context.cause(ctx), "enough")
end)

fine("what was done before the timeout was set", function()
  local x = shared(0)
  x:set(1)
  local ctx, cancel = context.with_timeout(context.background(), "1ms")
  defer(cancel)
  together(function()
    ctx:done():recv()
    t.eq(x:get(), 1)
  end)
end)

fine("a function that runs after a cancel", function()
  local x, ran = shared(0), chan()
  local ctx, cancel = context.with_cancel(context.background())
  context.after_func(ctx, function()
    x:set(x:get() + 1)
    ran:close()
  end)
  x:set(1)
  cancel()
  ran:recv()
  t.eq(x:get(), 2)
end)

fine("what was done before a timer was armed", function()
  local x, done = shared(0), chan()
  x:set(1)
  time.after_func("1ms", function()
    x:set(x:get() + 1)
    done:send(true)
  end)
  done:recv()
  t.eq(x:get(), 2)
end)

fine("what was done before a timer was armed again", function()
  local x, ran = shared(0), chan()
  local timer = time.after_func("1h", function()
    x:set(x:get() + 1)
    ran:send(true)
  end)
  x:set(1)
  timer:reset("1ms")
  ran:recv()
  timer:reset("1ms")
  ran:recv()
  t.eq(x:get(), 3)
end)

fine("a tick and who armed the timer", function()
  local x, timer = shared(0), nil
  go(function()
    x:set(1)
    timer = time.new_timer("1s")
  end)
  time.sleep("1ms")
  timer.c:recv()
  t.eq(x:get(), 1)
end)

fine("a tick that lies there", function()
  local x, timer = shared(0), nil
  go(function()
    x:set(1)
    timer = time.new_timer("1s")
  end)
  time.sleep("2s")
  timer.c:recv()
  t.eq(x:get(), 1)
end)

fine("the ticks of a ticker", function()
  local x, ticker = shared(0), nil
  go(function()
    x:set(1)
    ticker = time.new_ticker("1s")
  end)
  time.sleep("1ms")
  for _ = 1, 3 do
    ticker.c:recv()
    t.eq(x:get(), 1)
  end
  ticker:stop()
end)

-- Told by its line, in whatever folder this file is.
local line = debug.traceback():match("race%.lua:(%d+)") + 4
scenario{
  name = "race: an unnamed table is told by where it was made",
  main = function()
    local x = shared{ a = 1 } -- at `line`
    go(function() x.a = 2 end)
    x.a = 3
    time.sleep(1)
  end,
  expect = {
    always{ race = { name = "race.lua:" .. line } },
    always{ race = { name = "race.lua:" .. line .. ".a" } },
    never{ race = { name = "race.lua:" .. line .. ".b" } },
    never{ race = { name = "race.lua:" .. line - 1 } },
  },
}

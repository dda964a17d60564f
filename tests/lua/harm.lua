-- Faults of timers and clocks, of memory, buffers, pools and connections.
local t = require "lib.t"

local function pass(name, plan, main)
  scenario{ name = "harm: " .. name, chaos = plan, main = main,
    explore = { strategy = "default" } }
end

-- ---- timers and clocks ----

pass("timer_skew: timers and contexts, not sleeps", {
  { fault = "timer_skew", factor = 3 },
}, function()
  time.sleep("1ms")
  t.eq(time.now(), 1e6)
  time.after("1ms"):recv()
  t.eq(time.now(), 4e6)
  context.with_timeout(context.background(), "2ms"):done():recv()
  t.eq(time.now(), 10e6)
end)

pass("timer_skew: half", { { fault = "timer_skew", factor = 0.5, nth = 2 } },
  function()
    time.after("1ms"):recv()
    time.after("1ms"):recv()
    t.eq(time.now(), 1.5e6)
  end)

pass("timer_drop: a tick that never comes", {
  { fault = "timer_drop", nth = 2 },
}, function()
  local tick = time.new_ticker("1ms")
  tick.c:recv()
  t.eq(time.now(), 1e6)
  tick.c:recv()
  t.eq(time.now(), 3e6)
  tick:stop()
  t.eq(#chaos.log(), 1)
end)

pass("timer_drop: an after_func that is never called", {
  { fault = "timer_drop", max = 1 },
}, function()
  local called = 0
  time.after_func("1ms", function() called = called + 1 end)
  time.after_func("2ms", function() called = called + 10 end)
  time.sleep("5ms")
  t.eq(called, 10)
end)

pass("clock_jump: the wall clock, back; time.now goes on", {
  { fault = "clock_jump", by = "-1h", at = "gosched" },
}, function()
  local before = os.time()
  runtime.gosched()
  t.eq(os.time() - before, -3600)
  t.eq(time.now(), 0)
end)

-- ---- memory ----

scenario{ name = "harm: alloc_fail: the next allocation",
  chaos = { { fault = "alloc_fail", at = "gosched" } },
  explore = { strategy = "default" },
  main = function()
    runtime.gosched()
    local list = {}
    for i = 1, 1000 do list[i] = { i } end
  end,
  expect = always{ limit = "out of memory" } }

-- ---- buffers ----

pass("fill: a buffer that is full for a time", {
  { fault = "fill", object = "jobs", by = "5ms", nth = 2 },
}, function()
  local jobs = chan(3, "jobs")
  jobs:send(1)
  jobs:send(2)
  t.eq(time.now(), 5e6)
  t.eq(#jobs, 2)
  jobs:send(3)
  t.eq((jobs:recv()) + (jobs:recv()) + (jobs:recv()), 6)
end)

pass("fill: so many places", {
  { fault = "fill", object = "jobs", by = "5ms", count = 1, nth = 1 },
}, function()
  local jobs = chan(3, "jobs")
  for i = 1, 3 do
    jobs:send(i)
    t.eq(time.now(), i < 3 and 0 or 5e6)
  end
end)

-- ---- cond ----

pass("spurious: the wait ends, and no signal is lost", {
  { fault = "spurious", unsound = true, nth = 1 },
}, function()
  local mu = sync.mutex()
  local cond, woken = sync.cond(mu), {}
  for i = 1, 2 do
    go(function()
      mu:lock()
      cond:wait()
      woken[#woken + 1] = i .. "@" .. time.now() / 1e6
      mu:unlock()
    end)
    runtime.gosched()
  end
  time.sleep("1ms")
  mu:lock()
  cond:signal()
  mu:unlock()
  time.sleep("1ms")
  t.eq(table.concat(woken, " "), "1@0 2@1")
end)

-- ---- pools ----

pass("exhaust: all places are taken for a time", {
  { fault = "exhaust", object = "db", by = "7ms", nth = 2 },
}, function()
  local db = pool.new{ max = 2, name = "db", open = function() return {} end }
  local one = db:get()
  local two = db:get()
  t.eq(time.now(), 7e6)
  db:put(one)
  db:put(two)
end)

pass("io_error: of a pool", { { fault = "io_error", at = "pool.get", nth = 1,
  text = "no route" } }, function()
  local db = pool.new{ max = 2, open = function() return {} end }
  local c, err = db:get()
  t.eq(c, nil)
  t.eq(tostring(err), "no route")
  db:put(db:get())
end)

-- ---- connections ----

-- What the server reads when the client writes these; both ends are closed.
local function received(...)
  local l, texts = net.listen("api:1"), { ... }
  local got, done = {}, chan()
  go("server", function()
    local c = l:accept()
    while true do
      local s = c:read()
      if not s then break end
      got[#got + 1] = s
    end
    c:close()
    done:close()
  end)
  local c = net.dial("api:1")
  for i = 1, #texts do
    local _, err = c:write(texts[i])
    if err then got[#got + 1] = "(" .. tostring(err):match("[^:]*$") .. ")" end
    time.sleep("1ms")
  end
  c:close()
  done:recv()
  l:close()
  return table.concat(got, "|")
end

local function wire(name, fault, want)
  pass(name, { fault }, function()
    t.eq(received("one", "two", "three"), want)
  end)
end

wire("loss: one", { fault = "loss", nth = 2 }, "one|three")
wire("loss: a burst", { fault = "loss", nth = 1, count = 2 }, "three")
wire("drop: as loss", { fault = "drop", at = "conn.write", nth = 3 },
  "one|two")
wire("duplicate", { fault = "duplicate", at = "conn.write", nth = 2 },
  "one|two|two|three")
wire("io_error: of a write", { fault = "io_error", at = "conn.write", nth = 2,
  text = "cable cut" }, "one|( cable cut)|three")
wire("partition: there", { fault = "partition", way = "there",
  after = "500us", for_ = "1ms" }, "one|three")
wire("partition: back is another way", { fault = "partition", way = "back",
  at = "conn.write", conn = "*->api:1" }, "one|two|three")

scenario{ name = "harm: conn: not of another connection",
  chaos = { { fault = "loss", conn = "db:*" } },
  main = function() t.eq(received("one", "two"), "one|two") end,
  expect = always{ vacuous = true } }

pass("corrupt: one byte", { { fault = "corrupt", nth = 1 } }, function()
  local s = received("aaaa")
  t.eq(#s, 4)
  t.eq(select(2, s:gsub("a", "")), 3)
end)

pass("reorder: overtakes", { { fault = "reorder", nth = 2 } }, function()
  local l = net.listen("api:1")
  local c = net.dial("api:1")
  local s = l:accept()
  c:write("one")
  c:write("two")
  t.eq((s:read()) .. (s:read()), "twoone")
  c:close()
  s:close()
  l:close()
end)

pass("io_delay: a read takes longer", {
  { fault = "io_delay", at = "conn.read", by = "3ms", max = 1 },
}, function()
  local l = net.listen("api:1")
  local c = net.dial("api:1")
  local s = l:accept()
  c:write("x")
  t.eq((s:read()), "x")
  t.eq(time.now(), 3e6)
  c:close()
  s:close()
  l:close()
end)

local function connected()
  local l = net.listen("api:1")
  local c = net.dial("api:1")
  local s = l:accept()
  return c, s, function()
    for _, end_ in ipairs{ c, s, l } do end_:close() end
  end
end

pass("io_delay: a deadline ends it, also one that comes later", {
  { fault = "io_delay", at = { "conn.read", "conn.write" }, by = "1h" },
}, function()
  local c, _, done = connected()
  c:set_deadline("2ms")
  local _, err = c:read()
  t.eq(err:timeout(), true)
  t.eq(time.now(), 2e6)
  c:set_deadline(nil)
  go(function() time.sleep("3ms") c:set_deadline(1) end)
  local n
  n, err = c:write("x")
  t.eq(n, 0)
  t.eq(err:timeout(), true)
  t.eq(time.now(), 5e6)
  done()
end)

pass("io_delay: whoever closes the connection ends it", {
  { fault = "io_delay", at = "conn.read", by = "1h" },
}, function()
  local c, s, done = connected()
  go(function() time.sleep("1ms") done() end)
  s:write("x")
  local _, err = c:read()
  t.eq(errors.is(err, net.closed), true)
  t.eq(time.now(), 1e6)
end)

pass("io_delay: a dial and a pool end it with their context", {
  { fault = "io_delay", at = { "conn.dial", "pool.get" }, by = "1h" },
}, function()
  local l = net.listen("api:1")
  local p = pool.new{ max = 1, open = function() return {} end }
  local ctx, cancel = context.with_cancel(context.background())
  time.after_func("1ms", cancel)
  local _, err = net.dial("api:1", ctx)
  t.eq(tostring(err), "dial tcp api:1: operation was canceled")
  local limited, stop = context.with_timeout(context.background(), "1ms")
  defer(stop)
  _, err = p:get(limited)
  t.eq(err, context.deadline_exceeded)
  t.eq(time.now(), 2e6)
  l:close()
  p:close()
end)

pass("partition: a dial gets no answer, until it heals", {
  { fault = "partition", at = "conn.dial", until_ = "1s" },
}, function()
  local l = net.listen("api:1")
  local ctx, cancel = context.with_timeout(context.background(), "200ms")
  local c, err = net.dial("api:1", ctx)
  cancel()
  t.eq(c, nil)
  t.eq(tostring(err), "dial tcp api:1: i/o timeout")
  t.eq(time.now(), 2e8)
  time.sleep("1s")
  net.dial("api:1"):close()
  l:accept():close()
  l:close()
end)

pass("http: a response that is lost, and one that is corrupt", {
  { fault = "loss", at = "conn.write", nth = 2 },
  { fault = "corrupt", at = "conn.write", nth = 4 },
}, function()
  local srv = http.server{ addr = "api:80",
    handler = function(w) w:write("hello") end }
  go(function() srv:listen_and_serve() end)
  runtime.gosched()
  local client = http.client{ timeout = "1s" }
  local r, err = client:get(context.background(), "http://api:80/")
  t.eq(r, nil)
  check.always(tostring(err):find("deadline exceeded") or
    tostring(err):find("imeout"), tostring(err))
  r = client:get(context.background(), "http://api:80/")
  t.eq(#r.body, 5)
  check.always(r.body ~= "hello")
  srv:close()
end)

-- Timers, contexts, and the simulated services.
local races = require "lib.races"
local racy, fine = races.judged(scenario)
local together = races.together

local function background() return context.background() end

---- timers

fine("what after_func runs, and what came before it", function()
  local x, done = shared(0), chan()
  x:set(1)
  time.after_func("1ms", function()
    assert(x:get() == 1)
    done:send(1)
  end)
  done:recv()
end)

racy("what after_func runs, and what comes after it", "x", function()
  local x = shared(0, "x")
  time.after_func("1ms", function() x:get() end)
  x:set(1)
  time.sleep("2ms")
end)

racy("two that after_func runs", "x", function()
  local x = shared(0, "x")
  for i = 1, 2 do time.after_func("1ms", function() x:set(i) end) end
end)

racy("a stop that came too late", "x", function()
  local x = shared(0, "x")
  local t = time.after_func("1ms", function() x:set(1) end)
  time.sleep("2ms")
  if not t:stop() then x:get() end
end)

fine("a stop that came in time", function()
  local x = shared(0)
  local t = time.after_func("1s", function() x:set(1) end)
  if t:stop() then x:get() end
end)

fine("reset arms again", function()
  local x, done = shared(0), chan(2)
  local t = time.after_func("1ms", function()
    x:set(x:get() + 1)
    done:send(1)
  end)
  done:recv()
  x:set(10)
  t:reset("1ms")
  done:recv()
  assert(x:get() == 11)
end)

racy("what is done after a reset", "x", function()
  local x = shared(0, "x")
  local t = time.after_func("1h", function() x:get() end)
  t:reset("1ms")
  x:set(1)
  time.sleep("2ms")
end)

fine("a tick and what came before its timer", function()
  local x, timers = shared(0), chan()
  go(function()
    x:set(1)
    timers:send(time.after("1ms"))
  end)
  timers:recv():recv()
  assert(x:get() == 1)
end)

racy("a tick and what came after its timer", "x", function()
  local x, timer = shared(0, "x"), time.new_timer("2ms")
  go(function() x:set(1) end)
  timer.c:recv()
  x:get()
end)

racy("a timeout is no answer", "x", function()
  local x, answer = shared(0, "x"), chan(1)
  go(function()
    time.sleep("5ms")
    x:set(1)
    answer:send(1)
  end)
  select{ recv(answer), recv(time.after("1ms")) }
  x:get()
end)

fine("an answer is", function()
  local x, answer = shared(0), chan(1)
  go(function()
    x:set(1)
    answer:send(1)
  end)
  if select{ recv(answer, "answer"), recv(time.after("1ms")) } == "answer" then
    x:get()
  end
end)

racy("a ticker's ticks order no other goroutine", "x", function()
  local x, ticker = shared(0, "x"), time.new_ticker("1ms")
  go(function() x:set(1) end)
  for _ = 1, 3 do ticker.c:recv() end
  ticker:stop()
  x:get()
end)

racy("two who take ticks of one ticker", "x", function()
  local x, ticker = shared(0, "x"), time.new_ticker("1ms")
  local function work()
    ticker.c:recv()
    x:set(x:get() + 1)
  end
  together(work, work)
  ticker:stop()
end)

---- contexts

fine("what came before a cancel, behind done", function()
  local x = shared(0)
  local ctx, cancel = context.with_cancel(background())
  go(function()
    x:set(1)
    cancel()
  end)
  ctx:done():recv()
  assert(x:get() == 1)
end)

racy("what comes after a cancel, behind done", "x", function()
  local x = shared(0, "x")
  local ctx, cancel = context.with_cancel(background())
  go(function()
    cancel()
    x:set(1)
  end)
  ctx:done():recv()
  x:get()
end)

racy("a worker that has been cancelled may still be at it", "x", function()
  local x = shared(0, "x")
  local ctx, cancel = context.with_cancel(background())
  go(function()
    while not ctx:err() do
      x:set(x:get() + 1)
      time.sleep("1ms")
    end
  end)
  time.sleep("3ms")
  cancel()
  x:get()
end)

fine("a worker that says that it is over", function()
  local x, over = shared(0), chan()
  local ctx, cancel = context.with_cancel(background())
  go(function()
    while not ctx:err() do
      x:set(x:get() + 1)
      time.sleep("1ms")
    end
    over:close()
  end)
  time.sleep("3ms")
  cancel()
  over:recv()
  x:get()
end)

racy("the second cancel is none", "x", function()
  local x = shared(0, "x")
  local ctx, cancel = context.with_cancel(background())
  cancel()
  go(function()
    x:set(1)
    cancel()
  end)
  ctx:done():recv()
  x:get()
end)

racy("the child's end is not the parent's", "x", function()
  local x = shared(0, "x")
  local parent, cancel = context.with_cancel(background())
  local child, cancel_child = context.with_cancel(parent)
  go(function()
    x:set(1)
    cancel()
  end)
  cancel_child()
  child:done():recv()
  x:get()
end)

fine("a value of a context", function()
  local x = shared(0)
  x:set(1)
  local ctx = context.with_value(background(), "k", x)
  local function use() assert(ctx:value("k"):get() == 1) end
  together(use, use)
end)

racy("a value of a context that is changed", "x", function()
  local ctx = context.with_value(background(), "k", shared(0, "x"))
  local function use() ctx:value("k"):set(1) end
  together(use, use)
end)

racy("after_func of a context, and what the canceller does then", "x",
  function()
    local x = shared(0, "x")
    local ctx, cancel = context.with_cancel(background())
    context.after_func(ctx, function() x:set(1) end)
    cancel()
    x:get()
  end)

fine("after_func of a context that was prevented", function()
  local x = shared(0)
  local ctx, cancel = context.with_cancel(background())
  local stop = context.after_func(ctx, function() x:set(1) end)
  if stop() then x:get() end
  cancel()
end)

racy("a deadline passes for both alike", "x", function()
  local x = shared(0, "x")
  local ctx = context.with_timeout(background(), "1ms")
  local function work(v)
    return function()
      ctx:done():recv()
      x:set(v)
    end
  end
  together(work(1), work(2))
end)

fine("the cause of a cancel", function()
  local x = shared(0)
  local ctx, cancel = context.with_cancel_cause(background())
  go(function()
    x:set(1)
    cancel(errors.new("told"))
  end)
  if context.cause(ctx) then assert(x:get() == 1) end
end)

---- services

-- Requests to a server whose handler does `work`.
local function requests(n, work)
  local srv = http.server{ addr = "host:80", handler = function(w)
    work()
    w:write("done")
  end }
  go(function() srv:listen_and_serve() end)
  time.sleep("1ms")
  local wg = sync.waitgroup()
  for _ = 1, n do
    wg:go(function()
      local c = http.client{ timeout = "1m" }
      assert(c:get(background(), "http://host:80/").status == 200)
      c:close_idle_connections()
    end)
  end
  wg:wait()
  srv:shutdown(background())
end

racy("a handler's counter", "hits", function()
  local hits = shared(0, "hits")
  requests(2, function() hits:set(hits:get() + 1) end)
end)

fine("a handler's counter under a lock", function()
  local hits, mu = shared(0), sync.mutex()
  requests(2, function()
    mu:lock()
    hits:set(hits:get() + 1)
    mu:unlock()
  end)
  mu:lock()
  assert(hits:get() == 2)
  mu:unlock()
end)

fine("what a handler has done, and the answer to it", function()
  local hits = shared(0)
  requests(1, function() hits:set(1) end)
  assert(hits:get() == 1)
end)

racy("a connection that was put back", "conn", function()
  local p = pool.new{ max = 1, open = function()
    return shared({}, "conn")
  end }
  local function use()
    local conn = p:get()
    p:put(conn)
    conn.used = true
  end
  together(use, use)
  p:close()
end)

fine("a connection that is put back", function()
  local p = pool.new{ max = 1, open = function() return shared({}) end }
  local function use()
    local conn = p:get()
    conn.used = true
    p:put(conn)
  end
  together(use, use)
  p:close()
end)

racy("two connections guard nothing else", "x", function()
  local x = shared(0, "x")
  local p = pool.new{ max = 2, open = function() return {} end }
  local function use()
    local conn = p:get()
    x:set(x:get() + 1)
    p:put(conn)
  end
  together(use, use)
  p:close()
end)

-- Two ends of a connection.
local function pipe()
  local l = net.listen("host:1")
  local a = net.dial("host:1")
  local b = l:accept()
  l:close()
  return a, b
end

fine("a request and its answer through a connection", function()
  local x, a, b = shared(0), pipe()
  go(function()
    b:read()
    x:set(x:get() + 1)
    b:write("done")
    b:close()
  end)
  x:set(1)
  a:write("go on")
  a:read()
  assert(x:get() == 2)
  a:close()
end)

racy("a request without an answer", "x", function()
  local x, a, b = shared(0, "x"), pipe()
  go(function()
    b:read()
    x:set(1)
    b:close()
  end)
  a:write("go on")
  x:get()
  a:close()
end)

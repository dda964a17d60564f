-- Every way in which one goroutine can tell another one to go on, after Go's
-- memory model. (What looks like one and is none: no-ways.lua.)
--
-- A way is { name, make }: make() returns `signal`, which never waits for the
-- other, and `await`, which ends after the signal. What is done before the
-- signal comes before what is done after the await; nothing else does, except
-- that two who meet also know of each other what they did before.
local races = require "lib.races"
local racy, fine = races.judged(scenario)
local poll, place, on = races.poll, races.place, races.on

local function background() return context.background() end

local ways = {
  { "send and receive, unbuffered", function()
    local ch = chan()
    return function() ch:send(1) end, function() ch:recv() end
  end, "they meet" },
  { "receive and send, unbuffered", function()
    local ch = chan()
    return function() ch:recv() end, function() ch:send(1) end
  end, "they meet" },
  { "close and receive", function()
    local ch = chan()
    return function() ch:close() end, function() ch:recv() end
  end },
  { "close and range", function()
    local ch = chan(2)
    ch:send(1)
    return function() ch:close() end,
      function() for _ in ch:range() do end end
  end },
  { "close and select", function()
    local ch = chan()
    return function() ch:close() end,
      function() select{ recv(ch), recv(nilchan) } end
  end },
  { "selects that send and receive", function()
    local ch = chan()
    return function() select{ send(ch, 1), recv(nilchan) } end,
      function() select{ recv(ch), send(nilchan, 1) } end
  end, "they meet" },
  { "a select with default that receives in the end", function()
    local ch = chan(1)
    return function() ch:send(1) end, function()
      poll(function() return select{ recv(ch, true), default = true } == true
      end)
    end
  end },
  { "the second of two values", function()
    local ch = chan(2)
    ch:send(0)
    return function() ch:send(1) end, function()
      ch:recv()
      ch:recv()
    end
  end },
  { "a value handed on by a third", function()
    local a, b = chan(), chan()
    go(function() b:send((a:recv())) end)
    return function() a:send(1) end, function() b:recv() end
  end },
  { "views of a channel", function()
    local ch = chan(1)
    local out, back = ch:send_only(), ch:recv_only()
    return function() out:send(1) end, function() back:recv() end
  end },
  { "unlock and lock", function()
    local mu, done = sync.mutex(), false
    return function()
      mu:lock()
      done = true
      mu:unlock()
    end, function()
      poll(function()
        mu:lock()
        local is_done = done
        mu:unlock()
        return is_done
      end)
    end
  end },
  { "unlock and the lock that waits for it", function()
    local mu = sync.mutex()
    mu:lock()
    return function() mu:unlock() end, function() mu:lock() end
  end },
  { "unlock and a try_lock that succeeds", function()
    local mu = sync.mutex()
    mu:lock()
    return function() mu:unlock() end,
      function() poll(function() return mu:try_lock() end) end
  end },
  { "unlock of a rwmutex and rlock", function()
    local rw = sync.rwmutex()
    rw:lock()
    return function() rw:unlock() end, function() rw:rlock() end
  end },
  { "unlock of a rwmutex and try_rlock", function()
    local rw = sync.rwmutex()
    rw:lock()
    return function() rw:unlock() end,
      function() poll(function() return rw:try_rlock() end) end
  end },
  { "unlock of a rwmutex and lock", function()
    local rw = sync.rwmutex()
    rw:lock()
    return function() rw:unlock() end, function() rw:lock() end
  end },
  { "runlock and lock", function()
    local rw = sync.rwmutex()
    rw:rlock()
    return function() rw:runlock() end, function() rw:lock() end
  end },
  { "runlock and try_lock", function()
    local rw = sync.rwmutex()
    rw:rlock()
    return function() rw:runlock() end,
      function() poll(function() return rw:try_lock() end) end
  end },
  { "a read lock as a lock", function()
    local rw = sync.rwmutex()
    local lock = rw:rlocker()
    lock:lock()
    return function() lock:unlock() end, function() rw:lock() end
  end },
  { "done and wait", function()
    local wg = sync.waitgroup()
    wg:add(1)
    return function() wg:done() end, function() wg:wait() end
  end },
  { "the last of two dones and wait", function()
    local wg = sync.waitgroup()
    wg:add(2)
    return function() wg:add(-2) end, function() wg:wait() end
  end },
  { "what a once does and a call that finds it done", function()
    local once, done = sync.once(), false
    return function() once:call(function() done = true end) end, function()
      poll(function() return done end)
      once:call(error)
    end
  end },
  { "signal and wait", function()
    local mu = sync.mutex()
    local c, woken = sync.cond(mu), false
    return function()
      poll(function()
        c:signal()
        return woken
      end)
    end, function()
      mu:lock()
      c:wait()
      woken = true
      mu:unlock()
    end
  end },
  { "broadcast under the lock and wait", function()
    local mu, done = sync.mutex(), false
    local c = sync.cond(mu)
    return function()
      mu:lock()
      done = true
      c:broadcast()
      mu:unlock()
    end, function()
      mu:lock()
      while not done do c:wait() end
      mu:unlock()
    end
  end },
  { "store and load", function()
    local a = sync.atomic(0)
    return function() a:store(1) end,
      function() poll(function() return a:load() == 1 end) end
  end },
  { "add and load", function()
    local a = sync.atomic(0)
    return function() a:add(1) end,
      function() poll(function() return a:load() == 1 end) end
  end },
  { "swap and load", function()
    local a = sync.atomic(0)
    return function() a:swap(1) end,
      function() poll(function() return a:load() == 1 end) end
  end },
  { "cas and load", function()
    local a = sync.atomic(0)
    return function() a:cas(0, 1) end,
      function() poll(function() return a:load() == 1 end) end
  end },
  { "store and a cas that succeeds", function()
    local a = sync.atomic(0)
    return function() a:store(1) end,
      function() poll(function() return a:cas(1, 2) end) end
  end },
  { "store and a cas that fails because of it", function()
    local a = sync.atomic(0)
    return function() a:store(1) end,
      function() poll(function() return not a:cas(0, 0) end) end
  end },
  { "add and add", function()
    local a = sync.atomic(0)
    return function() a:add(1) end,
      function() poll(function() return a:add(10) % 10 == 1 end) end
  end },
  { "store, an add by a third, and load", function()
    local a = sync.atomic(0)
    go(function()
      poll(function() return a:load() == 1 end)
      a:add(1)
    end)
    return function() a:store(1) end,
      function() poll(function() return a:load() == 2 end) end
  end },
  { "sync.map: store and load", function()
    local m = sync.map()
    return function() m:store("k", 1) end,
      function() poll(function() return m:load("k") end) end
  end },
  { "sync.map: store and load_or_store", function()
    local m = sync.map()
    m:store("k", 0)
    return function() m:store("k", 1) end, function()
      poll(function() return m:load_or_store("k", 2) == 1 end)
    end
  end },
  { "sync.map: load_or_store and load", function()
    local m = sync.map()
    return function() m:load_or_store("k", 1) end,
      function() poll(function() return m:load("k") end) end
  end },
  { "sync.map: delete and a load that finds nothing", function()
    local m = sync.map()
    m:store("k", 0)
    return function() m:delete("k") end, function()
      poll(function() return not select(2, m:load("k")) end)
    end
  end },
  { "sync.map: swap and compare_and_swap", function()
    local m = sync.map()
    m:store("k", 0)
    return function() m:swap("k", 1) end,
      function() poll(function() return m:compare_and_swap("k", 1, 2) end) end
  end },
  { "sync.map: compare_and_delete and load_and_delete", function()
    local m = sync.map()
    m:store("k", 0)
    return function() m:compare_and_delete("k", 0) end, function()
      poll(function() return not select(2, m:load("k")) end)
      m:load_and_delete("k")
    end
  end },
  { "sync.map: clear and load", function()
    local m = sync.map()
    m:store("k", 0)
    return function() m:clear() end, function()
      poll(function() return not select(2, m:load("k")) end)
    end
  end },
  { "sync.map: store and a range that sees it", function()
    local m = sync.map()
    return function() m:store("k", 1) end, function()
      local seen
      repeat
        m:range(function(k) seen = k end)
        time.sleep("1ms")
      until seen
    end
  end },
  { "sync.pool: put and get", function()
    local p, mine = sync.pool{}, {}
    return function() p:put(mine) end, function()
      -- One put in four is dropped: what is not there is put again.
      return p:get() == mine
    end, true
  end },
  { "cancel and done", function()
    local ctx, cancel = context.with_cancel(background())
    return cancel, function() ctx:done():recv() end
  end },
  { "cancel of a parent and done", function()
    local parent, cancel = context.with_cancel(background())
    local ctx = context.with_timeout(parent, "1h")
    return cancel, function() ctx:done():recv() end
  end },
  { "cancel and err", function()
    local ctx, cancel = context.with_cancel(background())
    return cancel, function() poll(function() return ctx:err() end) end
  end },
  { "cancel and cause", function()
    local ctx, cancel = context.with_cancel_cause(background())
    return function() cancel(errors.new("why")) end,
      function() poll(function() return context.cause(ctx) end) end
  end },
  { "cancel and what after_func of the context runs", function()
    local ctx, cancel = context.with_cancel(background())
    local ran = chan()
    context.after_func(ctx, function() ran:close() end)
    return cancel, function() ran:recv() end
  end },
  { "what makes a timer and its tick", function()
    local timers = chan(1)
    return function() timers:send(time.new_timer("1ms")) end,
      function() timers:recv().c:recv() end
  end },
  { "an errgroup's goroutine and wait", function()
    local g, go_on = errgroup.new(), chan()
    g:go(function() go_on:recv() end)
    return function() go_on:send(1) end, function() g:wait() end
  end },
  { "release and acquire", function()
    local s = semaphore.new(1)
    s:acquire(background(), 1)
    return function() s:release(1) end,
      function() s:acquire(background(), 1) end
  end },
  { "release and try_acquire", function()
    local s = semaphore.new(2)
    s:acquire(background(), 2)
    return function() s:release(2) end,
      function() poll(function() return s:try_acquire(1) end) end
  end },
  { "a shared call and its result", function()
    local sf, begun, go_on = singleflight.new(), chan(), chan()
    go(function()
      sf:call("k", function()
        begun:close()
        go_on:recv()
      end)
    end)
    return function() go_on:send(1) end, function()
      begun:recv()
      sf:call("k", function() end)
    end
  end },
  { "a pool's put and get", function()
    local p = pool.new{ max = 1, open = function() return {} end }
    local conn = p:get()
    return function() p:put(conn) end, function()
      p:put(p:get())
      p:close()
    end
  end },
  { "write and read of a connection", function()
    local l = net.listen("host:1")
    local a = net.dial("host:1")
    local b = l:accept()
    l:close()
    return function()
      a:write("x")
      a:close()
    end, function()
      b:read()
      b:close()
    end
  end },
  { "a panic that is recovered, deferred", function()
    local ch = chan(1)
    return func(function()
      defer(function()
        recover()
        ch:send(1)
      end)
      panic("told")
    end), function() ch:recv() end
  end },
}

for cap = 1, 3 do
  ways[#ways + 1] = { "send and receive, capacity " .. cap, function()
    local ch = chan(cap)
    return function() ch:send(1) end, function() ch:recv() end
  end }
  ways[#ways + 1] = { "receive and the send it makes room for, capacity "
    .. cap, function()
    local ch = chan(cap)
    for i = 1, cap do ch:send(i) end
    return function() ch:recv() end, function() ch:send(0) end
  end }
end

-- A pool that drops what is put cannot be waited for: what await says then
-- tells whether it was awaited.
local function read_behind(make, p)
  return function()
    local read, write = p.make()
    local signal, await, may_fail = make()
    go(function()
      write(1)
      signal()
    end)
    if await() or not may_fail then
      assert(read() == 1, "what was written first is seen")
    end
  end
end

local function write_behind(make, p)
  return function()
    local read, write = p.make()
    local signal, await, may_fail = make()
    go(function()
      read()
      signal()
    end)
    if await() or not may_fail then write(1) end
  end
end

local function written_late(make, p)
  return function()
    local read, write = p.make()
    local signal, await = make()
    go(function()
      signal()
      write(1)
    end)
    await()
    read()
  end
end

local function read_early(make, p)
  return function()
    local read, write = p.make()
    local signal, await = make()
    go(function()
      write(1)
      signal()
    end)
    read()
    await()
  end
end

local function written_twice(make, p)
  return function()
    local _, write = p.make()
    local signal, await = make()
    go(function()
      signal()
      write(1)
    end)
    write(2)
    await()
  end
end

for _, way in ipairs(ways) do
  local name, make = way[1], way[2]
  local p = place()
  fine(on(p, name .. ", read behind it"), read_behind(make, p))
  p = place()
  fine(on(p, name .. ", written behind it"), write_behind(make, p))
  p = place()
  racy(on(p, name .. ", written late"), "x", written_late(make, p))
  p = place()
  racy(on(p, name .. ", read early"), "x", read_early(make, p))
  p = place()
  if way[3] then
    fine(on(p, name .. ", written early and late"), written_twice(make, p))
  else
    racy(on(p, name .. ", written early and late"), "x",
      written_twice(make, p))
  end
end

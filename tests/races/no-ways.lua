-- What looks as if it told another goroutine to go on, and orders nothing: the
-- counterpart of ways.lua.
local races = require "lib.races"
local racy = races.judged(scenario)
local poll, place, on = races.poll, races.place, races.on

local function background() return context.background() end

-- Plain locals are not observed: a flag that only these programs see.
local function flag()
  local set = false
  return function() set = true end,
    function() poll(function() return set end) end
end

local none = {
  { "time", function()
    return function() end, function() time.sleep("1s") end
  end },
  { "runtime.work", function()
    return function() end, function() runtime.work("1s") end
  end },
  { "gosched", function()
    local set, wait = flag()
    return set, function()
      wait()
      runtime.gosched()
    end
  end },
  { "the end of a goroutine", function()
    local ended = {}
    return function() ended[1] = runtime.num_goroutine() end, function()
      poll(function()
        return ended[1] and runtime.num_goroutine() < ended[1]
      end)
    end
  end },
  { "a collection of garbage", function()
    local set, wait = flag()
    return set, function()
      wait()
      runtime.gc()
    end
  end },
  { "the length of a channel", function()
    local ch = chan(1)
    return function() ch:send(1) end,
      function() poll(function() return #ch == 1 end) end
  end },
  { "two who send", function()
    local set, wait = flag()
    local ch = chan(2)
    return function()
      ch:send(1)
      set()
    end, function()
      wait()
      ch:send(2)
    end
  end },
  { "two who receive", function()
    local set, wait = flag()
    local ch = chan(2)
    ch:send(1)
    ch:send(2)
    return function()
      ch:recv()
      set()
    end, function()
      wait()
      ch:recv()
    end
  end },
  { "a receive and a send that there was room for", function()
    local set, wait = flag()
    local ch = chan(2)
    ch:send(1)
    return function()
      ch:recv()
      set()
    end, function()
      wait()
      ch:send(2)
    end
  end },
  { "two who close, one in vain", function()
    local set, wait = flag()
    local ch = chan()
    return function()
      ch:close()
      set()
    end, function()
      wait()
      pcall(ch.close, ch)
    end
  end },
  { "a select that takes its default", function()
    local set, wait = flag()
    local ch = chan()
    return function()
      select{ send(ch, 1), default = true }
      set()
    end, function()
      wait()
      select{ recv(ch), default = true }
    end
  end },
  { "a case that was not chosen", function()
    local set, wait = flag()
    local a, b = chan(1), chan(1)
    b:send(1)
    return function()
      a:send(1)
      set()
    end, function()
      wait()
      select{ recv(b), send(a, 2) }
    end
  end },
  { "other channels", function()
    local set, wait = flag()
    local a, b = chan(1), chan(1)
    b:send(1)
    return function()
      a:send(1)
      set()
    end, function()
      wait()
      b:recv()
    end
  end },
  { "other locks", function()
    local set, wait = flag()
    local a, b = sync.mutex(), sync.mutex()
    return function()
      a:lock()
      a:unlock()
      set()
    end, function()
      wait()
      b:lock()
      b:unlock()
    end
  end },
  { "a lock that is kept, and a try that fails", function()
    local set, wait = flag()
    local mu = sync.mutex()
    return function()
      mu:lock()
      set()
    end, function()
      wait()
      assert(not mu:try_lock())
    end
  end },
  { "a rwmutex that is kept, and tries that fail", function()
    local set, wait = flag()
    local rw = sync.rwmutex()
    return function()
      rw:lock()
      set()
    end, function()
      wait()
      assert(not rw:try_lock() and not rw:try_rlock())
    end
  end },
  { "two who read under a lock", function()
    local set, wait = flag()
    local rw = sync.rwmutex()
    return function()
      rw:rlock()
      rw:runlock()
      set()
    end, function()
      wait()
      rw:rlock()
      rw:runlock()
    end
  end },
  { "done, and a wait of another group", function()
    local set, wait = flag()
    local a, b = sync.waitgroup(), sync.waitgroup()
    a:add(1)
    return function()
      a:done()
      set()
    end, function()
      wait()
      b:wait()
    end
  end },
  { "two who are done", function()
    local set, wait = flag()
    local wg = sync.waitgroup()
    wg:add(2)
    return function()
      wg:done()
      set()
    end, function()
      wait()
      wg:done()
    end
  end },
  { "a signal that nobody waits for", function()
    local set, wait = flag()
    local c = sync.cond(sync.mutex())
    return function()
      c:signal()
      set()
    end, function()
      wait()
      c:broadcast()
    end
  end },
  { "two stores", function()
    local set, wait = flag()
    local a = sync.atomic(0)
    return function()
      a:store(1)
      set()
    end, function()
      wait()
      a:store(2)
    end
  end },
  { "two loads", function()
    local set, wait = flag()
    local a = sync.atomic(0)
    return function()
      a:load()
      set()
    end, function()
      wait()
      a:load()
    end
  end },
  { "a cas that fails, and a load", function()
    local set, wait = flag()
    local a = sync.atomic(0)
    return function()
      a:cas(1, 2)
      set()
    end, function()
      wait()
      a:load()
    end
  end },
  { "a store that another one has replaced", function()
    local set, wait = flag()
    local a = sync.atomic(0)
    go(function()
      wait()
      a:store(2)
    end)
    return function()
      a:store(1)
      set()
    end, function() poll(function() return a:load() == 2 end) end
  end },
  { "other atomics", function()
    local set, wait = flag()
    local a, b = sync.atomic(0), sync.atomic(0)
    return function()
      a:store(1)
      set()
    end, function()
      wait()
      b:load()
    end
  end },
  { "other keys of a sync.map", function()
    local set, wait = flag()
    local m = sync.map()
    return function()
      m:store("a", 1)
      set()
    end, function()
      wait()
      m:load("b")
    end
  end },
  { "a sync.map's load, and a store", function()
    local set, wait = flag()
    local m = sync.map()
    m:store("a", 1)
    return function()
      m:load("a")
      set()
    end, function()
      wait()
      m:store("a", 2)
    end
  end },
  { "compare_and_swap that fails, and a load", function()
    local set, wait = flag()
    local m = sync.map()
    m:store("a", 1)
    return function()
      m:compare_and_swap("a", 2, 3)
      set()
    end, function()
      wait()
      m:load("a")
    end
  end },
  { "what another one put into a pool", function()
    local set, wait = flag()
    local p = sync.pool{}
    return function()
      p:put("mine")
      set()
    end, function()
      wait()
      p:put("yours")
    end
  end },
  { "a context that ends by its time", function()
    local ctx = context.with_timeout(background(), "1s")
    return function() end, function() ctx:done():recv() end
  end },
  { "a context that was not cancelled", function()
    local set, wait = flag()
    local ctx, cancel = context.with_cancel(background())
    local other = context.with_cancel(background())
    return function()
      cancel()
      set()
    end, function()
      wait()
      assert(not other:err())
      ctx:value("k")
    end
  end },
  { "a timer that another one made", function()
    local timer = time.new_timer("1s")
    return function() end, function() timer.c:recv() end
  end },
  { "a timer that was stopped", function()
    local set, wait = flag()
    local timer = time.after_func("1s", function() end)
    return function()
      timer:stop()
      set()
    end, function()
      wait()
      timer:stop()
    end
  end },
  { "a ticker", function()
    local ticker = time.new_ticker("1s")
    return function() end, function()
      ticker.c:recv()
      ticker:stop()
    end
  end },
  { "other semaphores", function()
    local set, wait = flag()
    local a, b = semaphore.new(1), semaphore.new(1)
    return function()
      a:acquire(background(), 1)
      a:release(1)
      set()
    end, function()
      wait()
      b:acquire(background(), 1)
      b:release(1)
    end
  end },
  { "calls with other keys", function()
    local set, wait = flag()
    local a, b = singleflight.new(), singleflight.new()
    return function()
      a:call("k", function() end)
      set()
    end, function()
      wait()
      b:call("k", function() end)
    end
  end },
}

local function not_ordered(make, p, reads)
  return function()
    local read, write = p.make()
    local signal, await = make()
    go(function()
      write(1)
      signal()
    end)
    await()
    if reads then read() else write(2) end
  end
end

for _, way in ipairs(none) do
  local name, make = way[1], way[2]
  local p = place()
  racy(on(p, name .. " orders no read"), "x", not_ordered(make, p, true))
  p = place()
  racy(on(p, name .. " orders no write"), "x", not_ordered(make, p, false))
end

-- Small programs as people write them, each wrong and right: what the two
-- differ in is what makes the race.
local races = require "lib.races"
local twins = races.twins(scenario)
local together, poll = races.together, races.poll

local function background() return context.background() end

---- counting

twins("a counter of many", "n", function(right)
  local n, mu, wg = shared(0, "n"), sync.mutex(), sync.waitgroup()
  for _ = 1, 3 do
    wg:go(function()
      if right then mu:lock() end
      n:set(n:get() + 1)
      if right then mu:unlock() end
    end)
  end
  wg:wait()
end)

twins("a counter read while it counts", "n", function(right)
  local n, wg = sync.atomic(0, "n"), sync.waitgroup()
  wg:go(function() n:add(1) end)
  if right then n:load() else n:get() end
  wg:wait()
end)

twins("statistics in a table", "stats.hits", function(right)
  local stats = shared({ hits = 0, misses = 0 }, "stats")
  together(function() stats.hits = stats.hits + 1 end, function()
    if right then
      stats.misses = stats.misses + 1
    else
      stats.hits = stats.hits + 1
    end
  end)
end)

twins("the best so far", "best", function(right)
  local best, mu, fs = shared(0, "best"), sync.mutex(), {}
  for i = 1, 3 do
    fs[i] = function()
      if right then mu:lock() end
      if i > best:get() then
        if not right then mu:lock() end
        best:set(i)
        if not right then mu:unlock() end
      end
      if right then mu:unlock() end
    end
  end
  together(unpack(fs))
end)

---- once only

twins("double-checked locking", "instance", function(right)
  local instance, mu = shared(nil, "instance"), sync.mutex()
  local made = sync.atomic(false)
  local function get()
    if right then
      if made:load() then return instance:get() end
    elseif instance:get() then
      return instance:get()
    end
    mu:lock()
    if not made:load() then
      instance:set("made")
      made:store(true)
    end
    mu:unlock()
  end
  together(get, get)
end)

twins("a lazy table", "config", function(right)
  local config, once = shared(false, "config"), sync.once()
  local function load() config:set({ size = 1 }) end
  local function use()
    if right then
      once:call(load)
    elseif not config:get() then
      load()
    end
    return config:get()
  end
  together(use, use)
end)

---- handing over

twins("publishing what is not ready", "data", function(right)
  local data, ready = shared(0, "data"), sync.atomic(false)
  go(function()
    if right then data:set(1) end
    ready:store(true)
    if not right then data:set(1) end
  end)
  poll(function() return ready:load() end)
  data:get()
end)

twins("a plain flag", "ready", function(right)
  local ready = right and sync.atomic(false, "ready") or shared(false, "ready")
  local function look()
    if right then return ready:load() end
    return ready:get()
  end
  go(function()
    if right then ready:store(true) else ready:set(true) end
  end)
  poll(look)
end)

twins("a future", "value", function(right)
  local value, done = shared(0, "value"), chan()
  go(function()
    if not right then done:close() end
    value:set(42)
    if right then done:close() end
  end)
  done:recv()
  value:get()
end)

twins("a buffer sent and used on", "buf", function(right)
  local ch = chan(1)
  go(function()
    local buf = shared({}, "buf")
    for i = 1, 2 do
      if right and i > 1 then buf = shared({}, "buf") end
      buf[1] = i
      ch:send(buf)
    end
  end)
  for _ = 1, 2 do return ch:recv()[1] end
end)

twins("an error found by a goroutine", "err", function(right)
  local err, wg = shared(nil, "err"), sync.waitgroup()
  local ctx, cancel = context.with_cancel(background())
  wg:go(function()
    if right then err:set("told") end
    cancel()
    if not right then err:set("told") end
  end)
  ctx:done():recv()
  err:get()
  wg:wait()
end)

twins("a snapshot that is swapped", "v.size", function(right)
  local current, wg = sync.atomic(shared({ size = 1 }, "v")), sync.waitgroup()
  wg:go(function()
    if right then
      current:store(shared({ size = 2 }, "v"))
    else
      current:load().size = 2
    end
  end)
  assert(current:load().size > 0)
  wg:wait()
end)

twins("a single-producer ring", "ring.1", function(right)
  local ring, size = shared({ 0, 0 }, "ring"), 2
  local head, tail = sync.atomic(0), sync.atomic(0)
  go(function()
    for v = 1, 4 do
      if right then
        poll(function() return head:load() - tail:load() < size end)
      end
      ring[head:load() % size + 1] = v
      head:add(1)
    end
  end)
  for want = 1, right and 4 or 2 do
    poll(function() return tail:load() < head:load() end)
    local v = ring[tail:load() % size + 1]
    assert(not right or v == want)
    tail:add(1)
  end
end)

---- caches, queues, pools of workers

twins("a cache", "cache", function(right)
  local cache, rw = shared({}, "cache"), sync.rwmutex()
  local function get()
    rw:rlock()
    local v = cache.k
    if v == nil and not right then cache.k = 1 end
    rw:runlock()
    if v == nil and right then
      rw:lock()
      cache.k = cache.k or 1
      rw:unlock()
    end
  end
  together(get, get, get)
end)

twins("a queue of jobs", "jobs", function(right)
  local jobs, mu = shared({ 1, 2, 3 }, "jobs"), sync.mutex()
  local function work()
    while true do
      if right then mu:lock() end
      local n = #jobs
      if not right then mu:lock() end
      if n > 0 then jobs[n] = nil end
      mu:unlock()
      if n == 0 then return end
    end
  end
  together(work, work)
end)

twins("results of workers", "results", function(right)
  local jobs, out, wg = chan(), chan(), sync.waitgroup()
  local results = shared({}, "results")
  for _ = 1, 2 do
    wg:go(function()
      for j in jobs:range() do
        if right then out:send(j) else results[#results + 1] = j end
      end
    end)
  end
  go(function()
    for j = 1, 3 do jobs:send(j) end
    jobs:close()
    wg:wait()
    out:close()
  end)
  for v in out:range() do results[#results + 1] = v end
  assert(#results > 0)
end)

twins("bank accounts", "b.balance", function(right)
  local a = { mu = sync.mutex(), v = shared({ balance = 10 }, "a") }
  local b = { mu = sync.mutex(), v = shared({ balance = 10 }, "b") }
  local function transfer(sum)
    return function()
      a.mu:lock()
      if right then b.mu:lock() end
      a.v.balance = a.v.balance - sum
      b.v.balance = b.v.balance + sum
      if right then b.mu:unlock() end
      a.mu:unlock()
    end
  end
  together(transfer(1), function()
    b.mu:lock()
    assert(b.v.balance > 0)
    b.mu:unlock()
  end)
end)

twins("a map of connections", "conns", function(right)
  local conns, mu = map({}, "conns"), sync.mutex()
  local function connect(i)
    return function()
      if right then mu:lock() end
      conns[i] = true
      if right then mu:unlock() end
    end
  end
  together(connect(1), connect(2), connect(3))
end)

twins("a pipeline", "x", function(right)
  local x, a, b = shared(0, "x"), chan(), chan()
  go(function()
    x:set(1)
    a:send(x)
    if not right then x:set(2) end
  end)
  go(function()
    local v = a:recv()
    v:set(v:get() + 1)
    b:send(v)
  end)
  b:recv():get()
end)

twins("a merge of two", "n", function(right)
  local n, out = shared(0, "n"), chan()
  for i = 1, 2 do
    go(function()
      if not right then n:set(n:get() + 1) end
      out:send(i)
    end)
  end
  for _ = 1, 2 do
    out:recv()
    if right then n:set(n:get() + 1) end
  end
end)

twins("an event loop", "state", function(right)
  local state, events, over = shared(0, "state"), chan(), chan()
  go(function()
    for _ = 1, 2 do state:set(state:get() + events:recv()) end
    over:close()
  end)
  for i = 1, 2 do go(function() events:send(i) end) end
  if right then over:recv() end
  state:get()
end)

twins("a subscriber list", "subs", function(right)
  local subs, mu = shared({}, "subs"), sync.mutex()
  go(function()
    mu:lock()
    subs[#subs + 1] = chan(1)
    mu:unlock()
  end)
  if right then mu:lock() end
  for _, s in ipairs(subs) do s:send(1) end
  if right then mu:unlock() end
end)

twins("a loop variable shared by goroutines", "i", function(right)
  local wg, i = sync.waitgroup(), shared(0, "i")
  for k = 1, 3 do
    if right then
      local mine = k
      wg:go(function() return mine end)
    else
      i:set(k)
      wg:go(function() return i:get() end)
    end
  end
  wg:wait()
end)

---- stopping

twins("a stop flag", "stop", function(right)
  local stop, done = shared(false, "stop"), chan()
  local function stopped()
    if not right then return stop:get() end
    return select{ recv(done, true), default = true } == true
  end
  go(function()
    while not stopped() do time.sleep("1ms") end
  end)
  time.sleep("3ms")
  if right then done:close() else stop:set(true) end
end)

twins("what a worker leaves behind when it is stopped", "n", function(right)
  local n, g = shared(0, "n"), errgroup.new(background())
  local ctx, cancel = context.with_cancel(background())
  g:go(function()
    while not ctx:err() do
      n:set(n:get() + 1)
      time.sleep("1ms")
    end
  end)
  time.sleep("3ms")
  cancel()
  if right then g:wait() end
  n:get()
  g:wait()
end)

twins("a debounced callback", "calls", function(right)
  local calls, mu = shared(0, "calls"), sync.mutex()
  local function call()
    if right then mu:lock() end
    calls:set(calls:get() + 1)
    if right then mu:unlock() end
  end
  time.after_func("1ms", call)
  time.after_func("1ms", call)
  time.sleep("2ms")
end)

twins("a timeout's default answer", "answer", function(right)
  local answer, done = shared("none", "answer"), chan(1)
  go(function()
    time.sleep("1ms")
    if not right then answer:set("real") end
    done:send("real")
  end)
  local which, v = select{ recv(done, "done"), recv(time.after("1ms")) }
  if right then
    answer:set(which == "done" and v or "default")
  elseif which ~= "done" then
    answer:set("default")
  end
  assert(answer:get() ~= "none" or not right)
end)

twins("a rate limiter's tokens", "tokens", function(right)
  local tokens, ch = shared(1, "tokens"), chan(1)
  ch:send(true)
  local function use()
    if right then
      ch:recv()
      time.sleep("1ms")
      ch:send(true)
    elseif tokens:get() > 0 then
      tokens:set(tokens:get() - 1)
    end
  end
  together(use, use)
end)

twins("a deduplicated load", "cache", function(right)
  local cache, sf = shared({}, "cache"), singleflight.new()
  local function get()
    if right then
      return sf:call("k", function()
        cache.k = cache.k or 1
        return cache.k
      end)
    end
    cache.k = cache.k or 1
    return cache.k
  end
  together(get, get)
end)

twins("a pooled buffer", "buf", function(right)
  local p = sync.pool{ new = function() return shared({}, "buf") end }
  local function use()
    local buf = p:get()
    if not right then p:put(buf) end
    buf[1] = 1
    if right then p:put(buf) end
  end
  together(use, use)
end)

twins("work limited by a semaphore", "x", function(right)
  local x, s = shared(0, "x"), semaphore.new(right and 1 or 2)
  local function use()
    s:acquire(background(), 1)
    x:set(x:get() + 1)
    s:release(1)
  end
  together(use, use, use)
end)

twins("a baton passed around", "x", function(right)
  local x, ring = shared(0, "x"), { chan(), chan(), chan() }
  for i = 1, 2 do
    go(function()
      ring[i]:recv()
      if right then x:set(x:get() + 1) end
      ring[i + 1]:send(true)
      if not right then x:set(x:get() + 1) end
    end)
  end
  ring[1]:send(true)
  ring[3]:recv()
  x:get()
end)

-- Sends and closes, waitgroups, onces, conds and the groups built on them.
local races = require "lib.races"
local racy, fine = races.judged(scenario)
local together, poll = races.together, races.poll

local function background() return context.background() end

---- a send and a close race on the channel

local function sends(ch) pcall(ch.send, ch, 1) end
local function selects(ch)
  pcall(function() select{ send(ch, 1), recv(nilchan) } end)
end
local function tries(ch)
  pcall(function() select{ send(ch, 1), default = true } end)
end
local function sends_through_view(ch)
  local out = ch:send_only()
  pcall(out.send, out, 1)
end

for _, way in ipairs{
  { "a send", sends }, { "a select's send", selects },
  { "a send that may give way", tries },
  { "a view's send", sends_through_view },
} do
  local name, how = way[1], way[2]
  for _, cap in ipairs{ 0, 1, 3 } do
    racy(name .. " and a close, capacity " .. cap, "ch", function()
      local ch = chan(cap, "ch")
      go(how, ch)
      ch:close()
    end)
  end

  fine(name .. " and a close after it", function()
    local ch, wg = chan(1), sync.waitgroup()
    wg:go(how, ch)
    wg:wait()
    ch:close()
  end)
end

racy("a close by the receiver of the first value of two", "ch", function()
  local ch = chan(1, "ch")
  go(function()
    sends(ch)
    sends(ch)
  end)
  ch:recv()
  ch:close()
end)

fine("a close by the receiver of the last value", function()
  local ch = chan(1)
  go(function()
    ch:send(1)
    ch:send(2)
  end)
  ch:recv()
  ch:recv()
  ch:close()
end)

racy("a close by one of two who send", "ch", function()
  local ch = chan(2, "ch")
  together(function() sends(ch) end, function()
    sends(ch)
    ch:close()
  end)
end)

fine("a close by the last of two who send", function()
  local ch, left = chan(2), sync.atomic(2)
  local function work()
    ch:send(1)
    if left:add(-1) == 0 then ch:close() end
  end
  together(work, work)
end)

racy("a close by whoever comes first, guarded by a once", "ch", function()
  local ch, once = chan(2, "ch"), sync.once()
  local function work()
    sends(ch)
    once:call(function() ch:close() end)
  end
  together(work, work)
end)

racy("a send that another one received, and a close", "ch", function()
  local ch, got = chan(0, "ch"), chan(1)
  go(sends, ch)
  go(function()
    ch:recv()
    got:send(1)
  end)
  time.sleep("1ms")
  ch:close()
end)

racy("a send to an errgroup's member, and a close by another", "ch", function()
  local ch, g = chan(4, "ch"), errgroup.new()
  g:go(function() sends(ch) end)
  g:go(function() ch:close() end)
  g:wait()
end)

fine("receives, lengths and a close", function()
  local ch = chan(2)
  ch:send(1)
  for _ = 1, 3 do go(function() ch:recv() end) end
  go(function() return #ch, ch:cap() end)
  ch:close()
end)

fine("a close that a range ends by", function()
  local ch = chan(1)
  go(function()
    for i = 1, 3 do ch:send(i) end
    ch:close()
  end)
  for v in ch:range() do assert(v) end
end)

---- waitgroups

racy("add in the goroutine, and wait", "wg", function()
  local wg = sync.waitgroup("wg")
  for _ = 1, 2 do
    go(function()
      wg:add(1)
      wg:done()
    end)
  end
  wg:wait()
end)

racy("wg:go by a goroutine of nobody's", "wg", function()
  local wg = sync.waitgroup("wg")
  go(function() wg:go(function() end) end)
  wg:wait()
end)

racy("a wait by another one before the add", "wg", function()
  local wg = sync.waitgroup("wg")
  go(function() wg:wait() end)
  wg:add(1)
  wg:done()
end)

racy("used again while the last wait is on its way", "wg", function()
  local wg = sync.waitgroup("wg")
  wg:add(1)
  go(function() wg:wait() end)
  go(function() wg:done() end)
  poll(function() return runtime.num_goroutine() == 1 end)
  wg:add(1)
  wg:done()
end)

fine("add before go, for each", function()
  local wg = sync.waitgroup()
  for _ = 1, 3 do
    wg:add(1)
    go(function() wg:done() end)
  end
  wg:wait()
end)

fine("add while another one keeps it above zero", function()
  local wg = sync.waitgroup()
  wg:add(1)
  go(function()
    wg:add(1)
    go(function() wg:done() end)
    wg:done()
  end)
  wg:wait()
end)

fine("several who wait", function()
  local wg, all = sync.waitgroup(), sync.waitgroup()
  wg:add(1)
  for _ = 1, 3 do all:go(function() wg:wait() end) end
  wg:done()
  all:wait()
end)

fine("used again after the wait", function()
  local wg = sync.waitgroup()
  for _ = 1, 3 do
    wg:go(function() end)
    wg:wait()
  end
end)

racy("a done too early", "x", function()
  local x, wg = shared(0, "x"), sync.waitgroup()
  wg:add(1)
  go(function()
    wg:done()
    x:set(1)
  end)
  wg:wait()
  x:get()
end)

racy("two members of one group", "x", function()
  local x = shared(0, "x")
  together(function() x:set(1) end, function() x:set(2) end)
end)

racy("a group that nobody waits for", "x", function()
  local x, wg = shared(0, "x"), sync.waitgroup()
  wg:go(function() x:set(1) end)
  x:get()
end)

---- once

racy("a flag beside a once", "ready", function()
  local once, ready = sync.once(), shared(false, "ready")
  local function use()
    if not ready:get() then
      once:call(function() ready:set(true) end)
    end
  end
  together(use, use)
end)

racy("a once of each caller", "x", function()
  local x = shared(0, "x")
  local function use() sync.once():call(function() x:set(1) end) end
  together(use, use)
end)

racy("what a once made, changed afterwards", "x", function()
  local x, once = shared(0, "x"), sync.once()
  local function use()
    once:call(function() x:set(1) end)
    x:set(x:get() + 1)
  end
  together(use, use)
end)

fine("what a once made, read afterwards", function()
  local x, once = shared(0), sync.once()
  local function use()
    once:call(function() x:set(1) end)
    assert(x:get() == 1)
  end
  together(use, use, use)
end)

fine("a once that panics counts as done", function()
  local x, once = shared(0), sync.once()
  local function use()
    pcall(function()
      once:call(function()
        x:set(1)
        panic("told")
      end)
    end)
    assert(x:get() == 1)
  end
  together(use, use)
end)

fine("once_value and once_func", function()
  local x = shared(0)
  local value = sync.once_value(function()
    x:set(x:get() + 1)
    return x
  end)
  local init = sync.once_func(function() value() end)
  local function use()
    init()
    assert(value():get() == 1)
  end
  together(use, use, use)
end)

---- conds

-- A queue with a lock and a cond; `locked` tells whether put takes the lock.
local function queue(locked)
  local q, mu = shared({}, "q"), sync.mutex()
  local c = sync.cond(mu)
  return function(v)
    if locked then mu:lock() end
    q[#q + 1] = v
    if locked then mu:unlock() end
    c:signal()
  end, function()
    mu:lock()
    while #q == 0 do c:wait() end
    local v = q[#q]
    q[#q] = nil
    mu:unlock()
    return v
  end
end

fine("a queue with a lock and a cond", function()
  local put, get = queue(true)
  for i = 1, 3 do go(put, i) end
  for _ = 1, 3 do get() end
end)

-- The signal that arrives orders, but the one that nobody heard does not.
racy("a queue whose lock one side forgets", "q", function()
  local put, get = queue(false)
  go(function()
    put(1)
    put(2)
  end)
  get()
end)

racy("a condition that is looked at without the lock", "ready", function()
  local ready, mu = shared(false, "ready"), sync.mutex()
  local c = sync.cond(mu)
  go(function()
    mu:lock()
    ready:set(true)
    mu:unlock()
    c:broadcast()
  end)
  if not ready:get() then
    mu:lock()
    while not ready:get() do c:wait() end
    mu:unlock()
  end
end)

fine("broadcast to several", function()
  local ready, mu, all = shared(false), sync.mutex(), sync.waitgroup()
  local c = sync.cond(mu)
  for _ = 1, 3 do
    all:go(function()
      mu:lock()
      while not ready:get() do c:wait() end
      mu:unlock()
    end)
  end
  mu:lock()
  ready:set(true)
  c:broadcast()
  mu:unlock()
  all:wait()
end)

---- errgroups, semaphores, singleflight

racy("two members of an errgroup", "x", function()
  local x, g = shared(0, "x"), errgroup.new()
  for i = 1, 2 do g:go(function() x:set(i) end) end
  g:wait()
end)

racy("an errgroup's result before its wait", "x", function()
  local x, g = shared(0, "x"), errgroup.new()
  g:go(function() x:set(1) end)
  x:get()
  g:wait()
end)

racy("the end of an errgroup's context is not that of its members", "x",
  function()
    local x = shared(0, "x")
    local g, ctx = errgroup.new(background())
    g:go(function() return errors.new("told") end)
    g:go(function() x:set(1) end)
    ctx:done():recv()
    x:get()
    g:wait()
  end)

fine("an errgroup's results after its wait", function()
  local x, g = shared({}), errgroup.new(background())
  for i = 1, 4 do g:go(function() x[i] = i end) end
  assert(g:wait() == nil and #x == 4)
end)

fine("an errgroup of one at a time", function()
  local x, g = shared(0), errgroup.new()
  g:set_limit(1)
  for _ = 1, 3 do g:go(function() x:set(x:get() + 1) end) end
  g:wait()
  assert(x:get() == 3)
end)

racy("an errgroup of two at a time", "x", function()
  local x, g = shared(0, "x"), errgroup.new()
  g:set_limit(2)
  for _ = 1, 3 do g:go(function() x:set(x:get() + 1) end) end
  g:wait()
end)

local function holders(x, size, weight)
  local s, fs = semaphore.new(size), {}
  for i = 1, 3 do
    fs[i] = function()
      s:acquire(background(), weight)
      x:set(x:get() + 1)
      s:release(weight)
    end
  end
  together(unpack(fs))
end

fine("a semaphore of one place", function() holders(shared(0), 1, 1) end)
fine("a semaphore of which each takes all", function()
  holders(shared(0), 3, 3)
end)
fine("a semaphore of which each takes more than half", function()
  holders(shared(0), 3, 2)
end)
racy("a semaphore of two places", "x", function()
  holders(shared(0, "x"), 2, 1)
end)
racy("a try_acquire whose answer is not looked at", "x", function()
  local x, s = shared(0, "x"), semaphore.new(1)
  local function use()
    s:try_acquire(1)
    x:set(x:get() + 1)
  end
  together(use, use)
end)

local function callers(sf, x, key)
  return function()
    sf:call(key, function()
      x:set(x:get() + 1)
      return x
    end)
  end
end

racy("calls with two keys", "x", function()
  local x, sf = shared(0, "x"), singleflight.new()
  together(callers(sf, x, "a"), callers(sf, x, "b"))
end)

fine("calls with one key", function()
  local x, sf = shared(0), singleflight.new()
  local call = callers(sf, x, "a")
  together(call, call, call)
end)

racy("a call whose key was forgotten", "x", function()
  local x, sf = shared(0, "x"), singleflight.new()
  local call = callers(sf, x, "a")
  together(call, function()
    sf:forget("a")
    call()
  end)
end)

racy("what all were given, changed by each", "x", function()
  local sf = singleflight.new()
  local function use()
    local x = sf:call("k", function()
      time.sleep("1ms")
      return shared(0, "x")
    end)
    x:set(1)
  end
  together(use, use)
end)

fine("what comes through a call's channel", function()
  local x, sf = shared(0), singleflight.new()
  local ch = sf:call_chan("k", function() x:set(1) end)
  ch:recv()
  assert(x:get() == 1)
end)

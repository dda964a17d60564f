-- Variables, tables, globals and locks around them: which accesses conflict.
local races = require "lib.races"
local racy, fine = races.judged(scenario)
local together, poll = races.together, races.poll

local function inc(v) return v + 1 end

---- variables

racy("update and update", "x", function()
  local x = shared(0, "x")
  local function add() x:update(inc) end
  together(add, add)
end)

racy("update and get", "x", function()
  local x = shared(0, "x")
  go(function() x:update(inc) end)
  x:get()
end)

racy("a write of the same value", "x", function()
  local x = shared(1, "x")
  go(function() x:set(1) end)
  x:set(1)
end)

racy("a variable in a variable", "inner", function()
  local inner = shared(0, "inner")
  local outer = shared(inner, "outer")
  go(function() outer:get():set(1) end)
  outer:get():get()
end)

fine("a variable in a variable that is only read", function()
  local outer = shared(shared(0))
  local function add() outer:get() end
  together(add, add)
end)

racy("in a deferred call", "x", function()
  local x = shared(0, "x")
  go(function() defer(x.set, x, 1) end)
  x:get()
end)

racy("in a call that recovers", "x", function()
  local x = shared(0, "x")
  go(function()
    defer(function()
      recover()
      x:set(1)
    end)
    panic("told")
  end)
  x:get()
end)

racy("in a coroutine of a goroutine", "x", function()
  local x = shared(0, "x")
  go(function()
    local step = coroutine.wrap(function()
      x:set(1)
      coroutine.yield()
    end)
    step()
  end)
  x:get()
end)

racy("in a pcall", "x", function()
  local x = shared(0, "x")
  go(function() pcall(x.set, x, 1) end)
  pcall(x.get, x)
end)

racy("after main", "x", function()
  local x = shared(0, "x")
  for i = 1, 2 do
    go(function()
      time.sleep("1s")
      x:set(i)
    end)
  end
end)

fine("arguments of go are evaluated before", function()
  local x = shared(0)
  go(function(v) return v end, x:get())
  x:set(1)
end)

fine("a handle tells who it was, not what it did", function()
  local x = shared(0)
  local g = go(function() end)
  poll(function() return g:status() == "dead" end)
  x:set(1)
end)

fine("two who read what main wrote before", function()
  local x, wg = shared(0), sync.waitgroup()
  x:set(1)
  for _ = 1, 3 do wg:go(function() x:get() end) end
  wg:wait()
  x:set(2)
end)

racy("a third who is not waited for", "x", function()
  local x, wg = shared(0, "x"), sync.waitgroup()
  wg:add(2)
  for _ = 1, 2 do
    go(function()
      x:get()
      wg:done()
    end)
  end
  go(function() x:get() end)
  wg:wait()
  x:set(1)
end)

racy("only two of three links of a chain", "x", function()
  local x, a, b = shared(0, "x"), chan(), chan()
  go(function()
    a:send(1)
    x:set(1)
  end)
  go(function()
    a:recv()
    b:send(1)
  end)
  b:recv()
  x:get()
end)

fine("a chain through a channel, a lock and an atomic", function()
  local x, ch, a = shared(0), chan(), sync.atomic(0)
  local mu, told = sync.mutex(), false
  go(function()
    x:set(1)
    ch:send(1)
  end)
  go(function()
    ch:recv()
    mu:lock()
    told = true
    mu:unlock()
  end)
  go(function()
    local is_told
    repeat
      time.sleep("1ms")
      mu:lock()
      is_told = told
      mu:unlock()
    until is_told
    a:store(1)
  end)
  poll(function() return a:load() == 1 end)
  assert(x:get() == 1)
end)

racy("two that were ordered once and are not any more", "x", function()
  local x, ch = shared(0, "x"), chan()
  go(function()
    x:set(1)
    ch:send(1)
    x:set(2)
  end)
  ch:recv()
  x:get()
end)

---- locksets

local function under(x, ...)
  local locks = { ... }
  return function()
    for i = 1, #locks do locks[i]:lock() end
    x:set(x:get() + 1)
    for i = #locks, 1, -1 do locks[i]:unlock() end
  end
end

fine("each two of three have a lock in common", function()
  local x = shared(0)
  local a, b, c = sync.mutex(), sync.mutex(), sync.mutex()
  together(under(x, a, b), under(x, b, c), under(x, a, c))
  assert(x:get() == 3)
end)

racy("one of three has no lock in common with another", "x", function()
  local x = shared(0, "x")
  local a, b = sync.mutex(), sync.mutex()
  together(under(x, a), under(x, a, b), under(x, b))
end)

fine("a lock more than is needed", function()
  local x, a, b = shared(0), sync.mutex(), sync.mutex()
  together(under(x, a), under(x, a, b))
end)

racy("a write under a read lock", "x", function()
  local x, rw = shared(0, "x"), sync.rwmutex()
  local lock = rw:rlocker()
  together(under(x, lock), under(x, lock))
end)

racy("a write under a read lock, a read under a read lock", "x", function()
  local x, rw = shared(0, "x"), sync.rwmutex()
  together(under(x, rw:rlocker()), function()
    rw:rlock()
    x:get()
    rw:runlock()
  end)
end)

fine("reads under a read lock, a write under the lock", function()
  local x, rw = shared(0), sync.rwmutex()
  local function read()
    rw:rlock()
    x:get()
    rw:runlock()
  end
  together(read, under(x, rw), read, under(x, rw), read)
end)

racy("the lock is given back too early", "x", function()
  local x, mu = shared(0, "x"), sync.mutex()
  local function add()
    mu:lock()
    local v = x:get()
    mu:unlock()
    x:set(v + 1)
  end
  together(add, add)
end)

racy("the lock is taken too late", "x", function()
  local x, mu = shared(0, "x"), sync.mutex()
  local function add()
    local v = x:get()
    mu:lock()
    x:set(v + 1)
    mu:unlock()
  end
  together(add, add)
end)

racy("a lock of each call", "x", function()
  local x = shared(0, "x")
  local function add() under(x, sync.mutex())() end
  together(add, add)
end)

racy("a try_lock whose answer is not looked at", "x", function()
  local x, mu = shared(0, "x"), sync.mutex()
  local function add()
    mu:try_lock()
    x:set(x:get() + 1)
  end
  together(add, add)
end)

fine("a try_lock whose answer is looked at", function()
  local x, mu = shared(0), sync.mutex()
  local function add()
    if mu:try_lock() then
      x:set(x:get() + 1)
      mu:unlock()
    end
  end
  together(add, add, add)
end)

---- tables

racy("pairs and a new field", "x", function()
  local x = shared({ a = 1 }, "x")
  go(function() x.a = 2 end)
  for _, v in pairs(x) do assert(v) end
end)

racy("ipairs and the element after the last", "x.2", function()
  local x = shared({ 1 }, "x")
  go(function() x[2] = 2 end)
  for _, v in ipairs(x) do assert(v) end
end)

racy("next and a write of its field", "x.a", function()
  local x = shared({ a = 1 }, "x")
  go(function() x.a = 2 end)
  next(x)
end)

racy("the length and an append", "x", function()
  local x = shared({ 1 }, "x")
  go(function() x[2] = 2 end)
  return #x
end)

racy("the length and a removal", "x", function()
  local x = shared({ 1, 2 }, "x")
  go(function() x[2] = nil end)
  return #x
end)

racy("a field taken away", "x.a", function()
  local x = shared({ a = 1 }, "x")
  go(function() x.a = nil end)
  return x.a
end)

racy("a field that is false", "x.a", function()
  local x = shared({ a = false }, "x")
  go(function() x.a = true end)
  return x.a
end)

racy("a key that is a number with a fraction", "x.1.5", function()
  local x = shared({}, "x")
  go(function() x[1.5] = true end)
  return x[1.5]
end)

racy("a key that is a table", "x", function()
  local x, key = shared({}, "x"), {}
  go(function() x[key] = true end)
  return x[key]
end)

fine("a number and its text are two keys", function()
  local x = shared({})
  go(function() x[1] = true end)
  x["1"] = true
end)

fine("the length and fields that are no elements", function()
  local x = shared({ 1, 2, name = "a" })
  go(function() x.name = "b" end)
  assert(#x == 2)
end)

fine("the length and an element that stays", function()
  local x = shared({ 1, 2 })
  go(function() x[2] = 3 end)
  assert(#x == 2)
end)

racy("a table in a table", "inner.f", function()
  local x = shared({ t = shared({ f = 1 }, "inner") }, "x")
  go(function() x.t.f = 2 end)
  return x.t.f
end)

fine("other fields of a table in a table", function()
  local x = shared({ t = shared({ f = 1, g = 1 }) })
  go(function() x.t.f = 2 end)
  return x.t.g
end)

racy("one place in a row of results", "x.2", function()
  local x, wg = shared({}, "x"), sync.waitgroup()
  for i = 1, 3 do
    wg:go(function() x[math.max(i, 2)] = i end)
  end
  wg:wait()
end)

fine("a place each in a row of results", function()
  local x, wg = shared({}), sync.waitgroup()
  for i = 1, 5 do wg:go(function() x[i] = i end) end
  wg:wait()
  assert(#x == 5)
end)

---- globals

racy("a global counter", "hits", function()
  hits = 0
  local function add() hits = hits + 1 end
  together(add, add)
end)

racy("a global through _G", "hits", function()
  hits = 0
  go(function() _G.hits = 1 end)
  return hits
end)

racy("a global made by a goroutine", "made", function()
  go(function() made = true end)
  return made
end)

racy("a global that was nil", "made", function()
  go(function() return made end)
  made = nil
end)

fine("other globals", function()
  one, two = 1, 1
  together(function() one = one + 1 end, function() two = two + 1 end)
  assert(one + two == 4)
end)

fine("a global under a lock", function()
  local mu = sync.mutex()
  total = 0
  local function add()
    mu:lock()
    total = total + 1
    mu:unlock()
  end
  together(add, add, add)
  assert(total == 3)
end)

racy("what a global leads to is handed over unordered", "config", function()
  go(function() config = { size = 1 } end)
  return config and config.size
end)

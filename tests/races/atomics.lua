-- Atomic variables, maps, sync.map and sync.pool.
local races = require "lib.races"
local racy, fine = races.judged(scenario)
local together, poll = races.together, races.poll

---- atomic and plain accesses of one variable

local atomic = {
  { "load", function(a) a:load() end, reads = true },
  { "store", function(a) a:store(1) end },
  { "add", function(a) a:add(1) end },
  { "swap", function(a) a:swap(1) end },
  { "cas", function(a) a:cas(0, 1) end },
  { "cas that fails", function(a) a:cas(7, 1) end },
}
local plain = {
  { "get", function(a) a:get() end, reads = true },
  { "set", function(a) a:set(1) end },
}

for _, x in ipairs(atomic) do
  for _, y in ipairs(plain) do
    local function main()
      local a = sync.atomic(0, "a")
      go(x[2], a)
      y[2](a)
    end
    if x.reads and y.reads then
      fine(x[1] .. " and " .. y[1], main)
    else
      racy(x[1] .. " and " .. y[1], "a", main)
    end
  end
  fine(x[1] .. " and all other atomic operations", function()
    local a, fs = sync.atomic(0), {}
    for i, y in ipairs(atomic) do fs[i] = function() y[2](a) end end
    together(function() x[2](a) end, unpack(fs))
  end)
end

racy("set and set", "a", function()
  local a = sync.atomic(0, "a")
  go(function() a:set(1) end)
  a:set(2)
end)

fine("plain before go, atomic from then on, plain after wait", function()
  local a = sync.atomic(0)
  a:set(1)
  together(function() a:add(1) end, function() a:add(1) end)
  assert(a:get() == 3)
end)

racy("plain after one of two was waited for", "a", function()
  local a, ch = sync.atomic(0, "a"), chan(2)
  for _ = 1, 2 do
    go(function()
      a:add(1)
      ch:send(1)
    end)
  end
  ch:recv()
  a:get()
  ch:recv()
end)

racy("other variables than the atomic one", "x", function()
  local a, x = sync.atomic(0), shared(0, "x")
  go(function()
    a:store(1)
    x:set(1)
  end)
  poll(function() return a:load() == 1 end)
  x:get()
end)

racy("the flag is looked at once only", "x", function()
  local a, x = sync.atomic(false), shared(0, "x")
  go(function()
    x:set(1)
    a:store(true)
  end)
  a:load()
  x:get()
end)

fine("the flag is asked before", function()
  local a, x = sync.atomic(false), shared(0)
  go(function()
    x:set(1)
    a:store(true)
  end)
  if a:load() then assert(x:get() == 1) end
end)

fine("a counter tells who is the last", function()
  local left, x = sync.atomic(3), shared({})
  local function work(i)
    return function()
      x[i] = i
      if left:add(-1) == 0 then assert(x[1] + x[2] + x[3] == 6) end
    end
  end
  together(work(1), work(2), work(3))
end)

racy("a counter that is stored, not added to", "x.1", function()
  local left, x = sync.atomic(2), shared({}, "x")
  local function work(i)
    return function()
      x[i] = i
      local n = left:load() - 1
      left:store(n)
      if n <= 1 then return x[1], x[2] end
    end
  end
  together(work(1), work(2))
end)

---- maps

local reading = {
  { "a read", function(m) return m.k end },
  { "a read of another key", function(m) return m.other end },
  { "the length", function(m) return #m end },
  { "an iteration", function(m) for _ in pairs(m) do end end },
}
local writing = {
  { "a write", function(m) m.k = 2 end },
  { "a new key", function(m) m.new = 1 end },
  { "a removal", function(m) m.k = nil end },
}

for _, w in ipairs(writing) do
  for _, r in ipairs(reading) do
    racy(r[1] .. " of a map and " .. w[1], "m", function()
      local m = map({ k = 1 }, "m")
      go(w[2], m)
      r[2](m)
    end)
  end
  for _, v in ipairs(writing) do
    racy(v[1] .. " in a map and " .. w[1], "m", function()
      local m = map({ k = 1 }, "m")
      go(w[2], m)
      v[2](m)
    end)
  end
  fine(w[1] .. " of a map under a lock", function()
    local m, mu = map({ k = 1 }), sync.mutex()
    local function locked(f)
      return function()
        mu:lock()
        f(m)
        mu:unlock()
      end
    end
    together(locked(w[2]), locked(w[2]), locked(reading[3][2]))
  end)
end

for _, r in ipairs(reading) do
  fine(r[1] .. " of a map by many", function()
    local m = map({ k = 1 })
    local function read() r[2](m) end
    together(read, read, read)
  end)
end

racy("a map written under a read lock", "m", function()
  local m, rw = map({}, "m"), sync.rwmutex()
  local function write(k)
    return function()
      rw:rlock()
      m[k] = 1
      rw:runlock()
    end
  end
  together(write(1), write(2))
end)

fine("a map read under a read lock, written under the lock", function()
  local m, rw = map({}), sync.rwmutex()
  local function read()
    rw:rlock()
    assert(m.k == nil or m.k == 1)
    rw:runlock()
  end
  together(read, function()
    rw:lock()
    m.k = 1
    rw:unlock()
  end, read)
end)

fine("a map for each", function()
  local function use()
    local m = map()
    m.k = 1
    return m.k
  end
  together(use, use)
end)

racy("a map handed over, and kept", "m", function()
  local ch = chan()
  go(function()
    local m = map({}, "m")
    ch:send(m)
    m.k = 1
  end)
  return #ch:recv()
end)

fine("a map handed over", function()
  local ch = chan()
  go(function()
    local m = map({})
    m.k = 1
    ch:send(m)
  end)
  ch:recv().k = 2
end)

---- sync.map

fine("all operations of a sync.map at once", function()
  local m = sync.map()
  together(
    function() m:store("k", 1) end,
    function() m:load("k") end,
    function() m:load_or_store("k", 2) end,
    function() m:load_and_delete("k") end,
    function() m:delete("k") end,
    function() m:swap("k", 3) end,
    function() m:compare_and_swap("k", 3, 4) end,
    function() m:compare_and_delete("k", 4) end,
    function() m:range(function() end) end,
    function() m:clear() end)
end)

fine("what was stored is read", function()
  local m = sync.map()
  go(function()
    local x = shared(0)
    x:set(1)
    m:store("k", x)
  end)
  local x = m:load("k")
  if x then assert(x:get() == 1) end
end)

racy("what was stored is changed afterwards", "x", function()
  local m = sync.map()
  go(function()
    local x = shared(0, "x")
    m:store("k", x)
    x:set(1)
  end)
  local x = m:load("k")
  if x then x:get() end
end)

racy("who loses a load_or_store uses the other's too", "x", function()
  local m = sync.map()
  local function use()
    local x = m:load_or_store("k", shared(0, "x"))
    x:set(1)
  end
  together(use, use)
end)

fine("who loses a load_or_store only reads the other's", function()
  local m = sync.map()
  local function use()
    local mine = shared(0)
    mine:set(1)
    assert(m:load_or_store("k", mine):get() == 1)
  end
  together(use, use)
end)

racy("loading what is there orders no later write", "x", function()
  local m, x = sync.map(), shared(0, "x")
  m:store("k", 1)
  go(function()
    m:load("k")
    x:set(1)
  end)
  m:load("k")
  x:get()
end)

---- sync.pool

fine("what is got from a pool was put by who is done with it", function()
  local p = sync.pool{ new = function() return shared(0) end }
  local function use()
    local x = p:get()
    x:set(x:get() + 1)
    p:put(x)
  end
  together(use, use, use)
end)

racy("what was put into a pool is used on", "x", function()
  local p = sync.pool{ new = function() return shared(0, "x") end }
  local function use()
    local x = p:get()
    p:put(x)
    x:set(x:get() + 1)
  end
  together(use, use)
end)

racy("what is put into a pool twice", "x", function()
  local p, x = sync.pool{}, shared(0, "x")
  for _ = 1, 4 do p:put(x) end
  local function use()
    local got = p:get()
    if got then got:set(1) end
  end
  together(use, use)
end)

racy("a pool guards nothing but what it holds", "hits", function()
  local p, hits = sync.pool{ new = function() return {} end },
    shared(0, "hits")
  local function use()
    local buffer = p:get()
    hits:set(hits:get() + 1)
    p:put(buffer)
  end
  together(use, use)
end)

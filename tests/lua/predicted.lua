-- Deadlocks predicted from runs in which all goes well, and what is none.
local t = require "lib.t"

local benign = { strategy = "default" }

-- One goroutine after the other, each to its end, but none ordered with the
-- next: what they do could meet.
local function in_turn(...)
  for _, f in ipairs{ ... } do
    go(f)
    time.sleep("1ms")
  end
end

-- Takes the locks in this order, and gives them back.
local function nest(...)
  local locks = { ... }
  return function()
    for i = 1, #locks do locks[i]:lock() end
    for i = #locks, 1, -1 do locks[i]:unlock() end
  end
end

-- main ends well, and shows a deadlock that matches `want`.
local function predicts(name, want, main)
  if not want[1] then want.predicted = true end
  scenario{
    name = "predicted: " .. name, main = main, explore = benign,
    expect = {
      always{ pass = true },
      always{ deadlock = want },
      never{ deadlock = true }, -- none of this run
      never{ deadlock = {} },
    },
  }
end

-- main never deadlocks, and nothing is predicted, whatever the schedule.
local function safe(name, main)
  scenario{
    name = "not predicted: " .. name, main = main,
    explore = { strategy = "random", runs = 100 },
    expect = {
      always{ pass = true }, never{ deadlock = { predicted = true } },
      never{ deadlock = true },
    },
  }
end

---- cycles

predicts("two locks in two orders", { cycle = 2, count = 1 }, function()
  local a, b = sync.mutex("a"), sync.mutex("b")
  in_turn(nest(a, b), nest(b, a))
end)

-- As scripts/patterns/mutex-abba.lua.
local function transfer(from, to, sum)
  from.mu:lock()
  defer(from.mu, "unlock")
  to.mu:lock()
  defer(to.mu, "unlock")
  from.balance, to.balance = from.balance - sum, to.balance + sum
end

predicts("two transfers in opposite directions",
  { cause = "lock cycle of 2" }, function()
  local a = { mu = sync.mutex("account 1"), balance = 100 }
  local b = { mu = sync.mutex("account 2"), balance = 100 }
  local both = sync.waitgroup()
  both:go(transfer, a, b, 10)
  both:go(transfer, b, a, 20)
  both:wait()
  t.eq(a.balance, 110)
end)

for _, n in ipairs{ 3, 5 } do
  predicts(n .. " philosophers", { cycle = n, count = 1 }, function()
    local forks, dine = {}, {}
    for i = 1, n do forks[i] = sync.mutex("fork " .. i) end
    for i = 1, n do dine[i] = nest(forks[i], forks[i % n + 1]) end
    in_turn(unpack(dine))
  end)
end

safe("philosophers who all take the lower fork first", function()
  local forks, all = {}, sync.waitgroup()
  for i = 1, 4 do forks[i] = sync.mutex("fork") end
  for i = 1, 4 do
    local j = i % 4 + 1
    all:go(nest(forks[math.min(i, j)], forks[math.max(i, j)]))
  end
  all:wait()
end)

predicts("a circle of three locks", { cycle = 3 }, function()
  local a, b, c = sync.mutex("a"), sync.mutex("b"), sync.mutex("c")
  in_turn(nest(a, b), nest(b, c), nest(c, a))
end)

predicts("who, and where both locks were taken", { name = "second",
  at = "predicted.lua:" .. t.line() + 7 }, function()
  local a, b = sync.mutex("a"), sync.mutex("b")
  go("first", nest(a, b))
  time.sleep("1ms")
  go("second", function()
    b:lock()
    defer(b, "unlock")
    a:lock()
    a:unlock()
  end)
end)

predicts("main is one of them", { name = "main" }, function()
  local a, b = sync.mutex("a"), sync.mutex("b")
  go(nest(a, b))
  nest(b, a)()
end)

predicts("two at once", { { cause = "lock cycle", predicted = true },
  { cause = "recursive read lock", predicted = true } }, function()
  local a, b, rw = sync.mutex("a"), sync.mutex("b"), sync.rwmutex("rw")
  in_turn(nest(a, b), nest(b, a), function()
    nest(rw:rlocker(), rw:rlocker())()
  end, nest(rw))
end)

predicts("a cond takes its lock again while another one is held",
  { cycle = 2 }, function()
  local a, b = sync.mutex("a"), sync.mutex("b")
  local c = sync.cond(b)
  go(function()
    a:lock()
    b:lock()
    c:wait()
    b:unlock()
    a:unlock()
  end)
  time.sleep("1ms")
  go(function()
    time.sleep("1ms")
    nest(b, a)()
  end)
  c:signal()
  time.sleep("5ms")
end)

-- A further finding of a run that has another verdict.
scenario{
  name = "predicted: beside a leak", explore = benign,
  main = function()
    local a, b = sync.mutex("a"), sync.mutex("b")
    in_turn(nest(a, b), nest(b, a), function() chan():recv() end)
  end,
  expect = {
    always{ leak = { count = 1 }, deadlock = { predicted = true } },
    never{ deadlock = { partial = false } },
  },
}

scenario{
  name = "predicted: some schedules deadlock, the others predict it",
  main = function()
    local a, b, both = sync.mutex("a"), sync.mutex("b"), sync.waitgroup()
    both:go(nest(a, b))
    both:go(nest(b, a))
    both:wait()
  end,
  explore = { strategy = "random", runs = 100 },
  expect = {
    always(any{ { deadlock = { cycle = 2 } },
      { pass = true, deadlock = { predicted = true } } }),
    never{ deadlock = { { cycle = 2 }, { predicted = true } } },
    sometimes{ deadlock = { predicted = false } },
    sometimes{ pass = true },
  },
}

---- what keeps them apart

safe("a gate lock", function()
  local gate, a, b = sync.mutex(), sync.mutex(), sync.mutex()
  in_turn(nest(gate, a, b), nest(gate, b, a))
end)

safe("a phase that ends before the next begins", function()
  local a, b, first = sync.mutex(), sync.mutex(), sync.waitgroup()
  first:go(nest(a, b))
  first:wait()
  go(nest(b, a))
end)

safe("a channel that hands on", function()
  local a, b, ch = sync.mutex(), sync.mutex(), chan()
  go(function()
    nest(a, b)()
    ch:send(true)
  end)
  ch:recv()
  nest(b, a)()
end)

safe("a lock held while another goroutine is told to go on", function()
  local a, b, ch = sync.mutex(), sync.mutex(), chan(1)
  go(function()
    a:lock()
    nest(b)()
    ch:send(true)
    a:unlock()
  end)
  ch:recv()
  nest(b, a)()
end)

safe("a channel as a lock", function()
  local a, b, lock, all = sync.mutex(), sync.mutex(), chan(1), sync.waitgroup()
  for _, f in ipairs{ nest(a, b), nest(b, a), nest(a, b) } do
    all:go(function()
      lock:send(true)
      f()
      lock:recv()
    end)
  end
  all:wait()
end)

safe("a semaphore as a lock", function()
  local a, b, lock = sync.mutex(), sync.mutex(), semaphore.new(1)
  local all, ctx = sync.waitgroup(), context.background()
  for _, f in ipairs{ nest(a, b), nest(b, a), nest(a, b) } do
    all:go(function()
      lock:acquire(ctx, 1)
      f()
      lock:release(1)
    end)
  end
  all:wait()
end)

safe("once, and what comes after it", function()
  local a, b, once, all = sync.mutex(), sync.mutex(), sync.once(),
    sync.waitgroup()
  for _ = 1, 3 do
    all:go(function()
      once:call(nest(a, b))
      nest(b, a)()
    end)
  end
  all:wait()
end)

safe("a context that is cancelled", function()
  local a, b = sync.mutex(), sync.mutex()
  local ctx, cancel = context.with_cancel(context.background())
  go(function()
    nest(a, b)()
    cancel()
  end)
  ctx:done():recv()
  nest(b, a)()
end)

safe("an errgroup's wait", function()
  local a, b, g = sync.mutex(), sync.mutex(), errgroup.new()
  g:go(nest(a, b))
  g:wait()
  nest(b, a)()
end)

safe("a flag that is atomic", function()
  local a, b, ready = sync.mutex(), sync.mutex(), sync.atomic(false)
  go(function()
    nest(a, b)()
    ready:store(true)
  end)
  while not ready:load() do time.sleep("1ms") end
  nest(b, a)()
end)

safe("one goroutine in two orders", function()
  local a, b = sync.mutex(), sync.mutex()
  nest(a, b)()
  nest(b, a)()
end)

safe("locks that are only tried", function()
  local a, b, all = sync.mutex(), sync.mutex(), sync.waitgroup()
  local function careful(x, y)
    return function()
      x:lock()
      if y:try_lock() then y:unlock() end
      x:unlock()
    end
  end
  all:go(careful(a, b))
  all:go(careful(b, a))
  all:wait()
end)

---- reading and writing

-- As scripts/patterns/rwmutex-rwr.lua.
predicts("a writer between two read locks",
  { cause = "recursive read lock", name = "writer", cycle = 2 }, function()
  local rw = sync.rwmutex("index")
  go("writer", nest(rw))
  rw:rlock()
  rw:rlock()
  rw:runlock()
  rw:runlock()
end)

safe("reading twice, and nobody writes", function()
  local rw, all = sync.rwmutex(), sync.waitgroup()
  for _ = 1, 3 do all:go(nest(rw:rlocker(), rw:rlocker())) end
  all:wait()
end)

safe("reading twice after the writer has gone", function()
  local rw = sync.rwmutex()
  nest(rw)()
  go(nest(rw:rlocker(), rw:rlocker()))
end)

predicts("a reader and a writer in two orders", { cycle = 2 }, function()
  local rw, mu = sync.rwmutex("rw"), sync.mutex("mu")
  in_turn(nest(rw:rlocker(), mu), nest(mu, rw))
end)

safe("two readers in two orders", function()
  local a, b, all = sync.rwmutex(), sync.rwmutex(), sync.waitgroup()
  all:go(nest(a:rlocker(), b:rlocker()))
  all:go(nest(b:rlocker(), a:rlocker()))
  all:wait()
end)

---- patterns

-- Tried while this file is loaded.
local wrong = {}
for words, want in pairs{
  ['no field "wait"'] = { predicted = true, wait = "select" },
  ['no field "created"'] = { predicted = true, created = 1 },
  ['no field "partial"'] = { predicted = true, partial = true },
  ["must be true or false"] = { predicted = 1 },
} do
  local ok, err = pcall(function()
    scenario{ name = "x", main = nest(), expect = never{ deadlock = want } }
  end)
  wrong[words] = not ok and err
end

scenario{
  name = "predicted: wrong patterns say so",
  main = function()
    for words, err in pairs(wrong) do
      t.fails(words, function() error(err or "none", 0) end)
    end
  end,
}

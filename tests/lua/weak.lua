-- Weak memory: reads that nothing orders see old values, others never do.
local t = require "lib.t"

local weak = { strategy = "random", runs = 200, weak_memory = true }
local strong = { strategy = "random", runs = 200 }

-- With weak memory check.always in main fails in some schedule, and without
-- it never does.
local function only_weak(name, main)
  scenario{
    name = "weak: " .. name, main = main, explore = weak,
    expect = { sometimes{ assertion = true }, sometimes{ race = true },
      never{ panic = true } },
  }
  scenario{
    name = "weak: not otherwise: " .. name, main = main, explore = strong,
    expect = never(any{ { assertion = true }, { panic = true } }),
  }
end

-- With weak memory all is as without.
local function never_weak(name, main)
  scenario{ name = "weak: never: " .. name, main = main, explore = weak }
end

only_weak("a message behind a plain flag", function()
  local data, ready = shared(0, "data"), shared(false, "ready")
  go(function()
    data:set(42)
    ready:set(true)
  end)
  while not ready:get() do time.sleep("1ms") end
  check.always(data:get() == 42, "the data is seen")
end)

only_weak("fields of a table", function()
  local msg = shared({ data = 0, ready = false }, "msg")
  go(function()
    msg.data = 42
    msg.ready = true
  end)
  if msg.ready then check.always(msg.data == 42, "the data is seen") end
end)

only_weak("globals", function()
  go(function()
    data = 42
    ready = true
  end)
  if ready then check.always(data == 42, "the data is seen") end
end)

only_weak("a field that was not there yet", function()
  local list = shared({}, "list")
  go(function()
    list[1] = "a"
    list[2] = "b"
  end)
  if list[2] then check.always(list[1] == "a", "the first is there") end
end)

only_weak("an element that was taken away", function()
  local list = shared({ 1, 2 }, "list")
  go(function()
    list[1] = nil
    list[2] = nil
  end)
  if not list[2] then check.always(not list[1], "the first has gone") end
end)

only_weak("each writes one variable and reads the other", function()
  local x, y, wg = shared(0, "x"), shared(0, "y"), sync.waitgroup()
  local a, b
  wg:go(function()
    x:set(1)
    a = y:get()
  end)
  wg:go(function()
    y:set(1)
    b = x:get()
  end)
  wg:wait()
  check.always(a == 1 or b == 1, "one of them was first")
end)

only_weak("a lock made of plain variables", function()
  local wants, turn = shared({ false, false }, "wants"), shared(1, "turn")
  local inside, wg = 0, sync.waitgroup()
  local function enter(me, other)
    return function()
      wants[me] = true
      turn:set(other)
      while wants[other] and turn:get() == other do time.sleep("1ms") end
      inside = inside + 1
      check.always(inside == 1, "nobody else is inside")
      time.sleep("1us")
      inside = inside - 1
      wants[me] = false
    end
  end
  wg:go(enter(1, 2))
  wg:go(enter(2, 1))
  wg:wait()
end)

only_weak("two who read two writers in two orders", function()
  local x, y, wg = shared(0, "x"), shared(0, "y"), sync.waitgroup()
  local seen = {}
  local function reader(i, a, b)
    return function()
      local first, second = a:get(), b:get()
      seen[i] = first == 1 and second == 0
    end
  end
  wg:go(function() x:set(1) end)
  wg:go(function() y:set(1) end)
  wg:go(reader(1, x, y))
  wg:go(reader(2, y, x))
  wg:wait()
  check.always(not (seen[1] and seen[2]), "the writes have one order")
end)

only_weak("double-checked locking", function()
  local made, value, mu = shared(false, "made"), shared(nil, "value"),
    sync.mutex()
  local function get()
    if not made:get() then
      mu:lock()
      if not made:get() then
        value:set("made")
        made:set(true)
      end
      mu:unlock()
    end
    check.always(value:get() == "made", "it is there")
  end
  go(get)
  go(get)
end)

only_weak("an update that does not see the last one", function()
  local n = shared(0, "n")
  go(function() n:set(10) end)
  time.sleep("1ms")
  n:update(function(v) return v + 1 end)
  check.always(n:get() == 11, "it adds to ten")
end)

---- never

never_weak("under a lock", function()
  local n, mu, wg = shared(0), sync.mutex(), sync.waitgroup()
  for _ = 1, 3 do
    wg:go(function()
      mu:lock()
      n:update(function(v) return v + 1 end)
      mu:unlock()
    end)
  end
  wg:wait()
  t.eq(n:get(), 3)
end)

never_weak("behind a channel", function()
  local box, ch = shared({}), chan(1)
  go(function()
    for i = 1, 20 do box.value = i end
    ch:send(true)
  end)
  ch:recv()
  t.eq(box.value, 20)
end)

never_weak("behind an atomic flag", function()
  local data, ready = shared(0), sync.atomic(false)
  go(function()
    data:set(42)
    ready:store(true)
  end)
  while not ready:load() do time.sleep("1ms") end
  t.eq(data:get(), 42)
end)

never_weak("what one goroutine writes and reads", function()
  local x, list = shared(0), shared({})
  for i = 1, 20 do
    x:set(i)
    list[#list + 1] = i
    t.eq(x:get(), i)
    t.eq(list[i], i)
  end
  t.eq(#list, 20)
end)

never_weak("locals, plain tables, maps, atomics", function()
  local plain, a, m, wg = { n = 0 }, sync.atomic(0), sync.map(),
    sync.waitgroup()
  wg:go(function()
    plain.n = 1
    a:store(1)
    m:store("n", 1)
  end)
  wg:wait()
  t.eq(plain.n + a:load() + (m:load("n")), 3)
end)

---- values

scenario{
  name = "weak: a value is seen whole, and is one that was written",
  explore = weak,
  main = function()
    local x = shared({ 0, 0 }, "x")
    local pair = shared({}, "pair")
    pair.p = { 0, 0 }
    go(function()
      for i = 1, 5 do
        pair.p = { i, -i }
        x[1] = i
      end
    end)
    for _ = 1, 10 do
      local p = pair.p
      check.always(p[1] == -p[2], "both halves belong together")
      check.always(x[1] >= 0 and x[1] <= 5, "it was written")
      time.sleep("1us")
    end
  end,
  expect = { never{ assertion = true }, always{ race = true } },
}

scenario{
  name = "weak: who polls gets to see it", explore = weak,
  main = function()
    local stop = shared(false, "stop")
    go(function() stop:set(true) end)
    while not stop:get() do runtime.gosched() end
  end,
  expect = always{ race = { name = "stop" } },
}

scenario{
  name = "weak: off when a scenario says so, and under Go's own order too",
  main = function()
    local x = shared(0, "x")
    go(function() x:set(1) end)
    time.sleep("1ms")
    check.always(x:get() == 1, "the latest")
  end,
  explore = { runs = 100, weak_memory = false },
  expect = { never{ assertion = true }, always{ race = true } },
}

local wrong = { pcall(function()
  scenario{ name = "x", main = print, explore = { weak_memory = "yes" } }
end) }

scenario{
  name = "weak: yes or no",
  main = function()
    t.fails("weak_memory must be a boolean", function()
      error(wrong[2] or "none", 0)
    end)
  end,
}

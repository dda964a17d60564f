-- Go semantics, section 5: starting goroutines, loop variables, random
-- numbers, Gosched.
local t = require "lib.t"
local eq, every, go_order, settle = t.eq, t.every, t.go_order, t.settle

scenario{
  name = "5.5a go takes its arguments from the caller's now",
  explore = every,
  main = function()
    local v, got, n = "early", nil, nil
    go(function(...)
      n, got = select("#", ...), ...
    end, v, nil, nil)
    v = "late"
    settle()
    eq(got, "early", "argument")
    eq(n, 3, "number of arguments")
    eq(v, "late", "variable")
  end,
}

scenario{
  name = "5.5a go takes its function from the caller's now",
  explore = every,
  main = function()
    local ran
    local f = function() ran = "early" end
    go(f)
    f = function() ran = "late" end
    settle()
    eq(ran, "early", "function")
    f()
  end,
}

scenario{
  name = "5.5a go evaluates an argument in the caller",
  explore = every,
  main = function()
    local started = false
    local function argument()
      eq(started, false, "started before its argument was there")
      return 5
    end
    go(function(v)
      started = true
      eq(v, 5, "argument")
    end, argument())
    settle()
    eq(started, true, "started")
  end,
}

scenario{
  name = "5.5a go with a name passes the arguments on",
  explore = every,
  main = function()
    local got
    local g = go("worker", function(a, b) got = a .. b end, "x", "y")
    eq(g.name, "worker", "name")
    settle()
    eq(got, "xy", "arguments")
  end,
}

scenario{
  name = "5.5b go of nil is fatal",
  explore = every,
  main = function()
    local nothing
    pcall(go, nothing)
  end,
  expect = always{ fatal = "go of nil func value" },
}

-- Each goroutine looks at its variable only after the loop has ended.
local function read_later(seen, read)
  go(function()
    settle()
    seen[#seen + 1] = read()
  end)
end

scenario{
  name = "5.6a loop variables: each round has its own",
  explore = every,
  main = function()
    local seen = {}
    for i = 1, 3 do read_later(seen, function() return i end) end
    time.sleep("2ms")
    table.sort(seen)
    eq(table.concat(seen, " "), "1 2 3", "seen")
  end,
}

scenario{
  name = "5.6b loop variables: one declared outside is shared",
  explore = every,
  main = function()
    local seen, i = {}, nil
    for n = 1, 3 do
      i = n
      read_later(seen, function() return i end)
    end
    time.sleep("2ms")
    eq(table.concat(seen, " "), "3 3 3", "seen")
  end,
}

scenario{
  name = "5.7a random numbers differ from one explored run to another",
  explore = every,
  main = function()
    local n = math.random(3)
    assert(n == 1 or n == 2 or n == 3, "out of range")
    panic("drew " .. n)
  end,
  expect = {
    sometimes{ panic = "drew 1" },
    sometimes{ panic = "drew 2" },
    sometimes{ panic = "drew 3" },
  },
}

scenario{
  name = "5.7a random numbers stay in their range",
  explore = every,
  main = function()
    for _ = 1, 20 do
      local x, n = math.random(), math.random(5, 7)
      assert(x >= 0 and x < 1, "fraction")
      assert(n >= 5 and n <= 7 and n % 1 == 0, "integer")
    end
  end,
}

-- Every one of these is started by main, so a later one has the higher
-- number.
local function run_order(rounds, starts)
  local log = {}
  for i = 1, starts do
    go(function()
      for round = 1, rounds do
        log[#log + 1] = i .. ("abc"):sub(round, round)
        if round < rounds then runtime.gosched() end
      end
    end)
  end
  runtime.gosched()
  log[#log + 1] = "main"
  settle()
  return table.concat(log, " ")
end

scenario{
  name = "5.8a Gosched lets all that could run go first, the newest ahead",
  explore = go_order,
  procs = 1,
  main = function()
    eq(run_order(1, 3), "3a 1a 2a main", "order")
  end,
}

scenario{
  name = "5.8a Gosched puts its caller behind all that wait to run",
  explore = go_order,
  procs = 1,
  main = function()
    eq(run_order(2, 2), "2a 1a main 2b 1b", "order")
    eq(run_order(3, 2), "2a 1a main 2b 1b 2c 1c", "order of three rounds")
  end,
}

scenario{
  name = "5.8a Gosched alone comes straight back",
  explore = every,
  main = function()
    for _ = 1, 10 do runtime.gosched() end
    eq(time.now(), 0, "time")
  end,
}

scenario{
  name = "5.8b the newest goroutine is the next to run",
  explore = go_order,
  procs = 1,
  main = function()
    local log, wg = {}, sync.waitgroup()
    for i = 1, 3 do wg:go(function() log[#log + 1] = i end) end
    wg:wait()
    eq(table.concat(log, " "), "3 1 2", "order")
  end,
}

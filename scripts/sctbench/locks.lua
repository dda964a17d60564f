-- deadlock01, abba, phase: locks in two orders.
--
-- deadlock01 is two goroutines that take two locks, each in its own order.
-- abba has a third one, which takes them as the first does. In phase the two
-- may only take them in a phase of their own, which a third one brings about
-- and ends again under the first lock: both have to come in at the right
-- moment and stop halfway, and it has to stop twice. That takes four
-- preemptions; with one order of the locks there is nothing to find.

-- Runs them all and joins each, which leaves nothing to choose: no two use
-- one channel in the same way.
local function all(...)
  local over = {}
  for i, f in ipairs{ ... } do
    over[i] = chan(1, "over " .. i)
    go(function()
      f()
      over[i]:send(true)
    end)
  end
  for _, ch in ipairs(over) do ch:recv() end
end

local function counting(first, second, n)
  return function()
    first:lock()
    n:add(1)
    second:lock()
    n:add(1)
    second:unlock()
    n:add(-1)
    first:unlock()
    n:add(-1)
  end
end

scenario.pair{
  name = "deadlock01",
  main = function(fixed)
    local a, b, n = sync.mutex("a"), sync.mutex("b"), sync.atomic(0, "n")
    all(counting(a, b, n),
      fixed and counting(a, b, n) or counting(b, a, n))
  end,
  explore = { runs = 1000 },
  expect = sometimes{ deadlock = { cycle = 2 } },
}

local function taking(first, second)
  return function()
    first:lock()
    second:lock()
    second:unlock()
    first:unlock()
  end
end

scenario.pair{
  name = "abba",
  main = function(fixed)
    local a, b = sync.mutex("a"), sync.mutex("b")
    all(taking(a, b), fixed and taking(a, b) or taking(b, a), taking(a, b))
  end,
  explore = { runs = 1000 },
  expect = sometimes{ deadlock = { cycle = 2 } },
}

scenario.pair{
  name = "phase",
  main = function(fixed)
    local a, b, phase = sync.mutex("a"), sync.mutex("b"), 0
    local function enter(to)
      a:lock()
      phase = to
      a:unlock()
    end
    local function acting(when, first, second)
      return function()
        a:lock()
        local now = phase
        a:unlock()
        if now == when then taking(first, second)() end
      end
    end
    all(acting(1, a, b), fixed and acting(2, a, b) or acting(2, b, a),
      function() enter(1) enter(2) enter(0) end)
  end,
  explore = { runs = 5000 },
  expect = sometimes{ deadlock = { cycle = 2 } },
}

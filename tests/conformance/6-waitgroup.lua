-- Go semantics, section 6: sync.WaitGroup.
local t = require "lib.t"
local eq, every, settle = t.eq, t.every, t.settle

scenario{
  name = "6.3a waitgroup: wait returns when all are done, not before",
  explore = every,
  main = function()
    local wg, n = sync.waitgroup(), 0
    wg:add(3)
    for i = 1, 3 do
      go(function()
        time.sleep(i * time.ms)
        n = n + 1
        wg:done()
      end)
    end
    wg:wait()
    eq(n, 3, "goroutines that are done")
    eq(time.now(), 3 * time.ms, "time")
  end,
}

scenario{
  name = "6.3a waitgroup: who waits waits as sync.WaitGroup.Wait",
  explore = every,
  main = function()
    local wg = sync.waitgroup()
    wg:add(2)
    go(function() wg:done() end)
    wg:wait()
  end,
  expect = always{ deadlock = { wait = "sync.WaitGroup.Wait", count = 1 } },
}

scenario{
  name = "6.3b waitgroup: go adds before it returns, and is done at the end",
  explore = every,
  main = function()
    local wg, log = sync.waitgroup(), {}
    for i = 1, 3 do
      wg:go(function(name)
        settle()
        log[#log + 1] = name
      end, "g" .. i)
    end
    wg:wait()
    table.sort(log)
    eq(table.concat(log, " "), "g1 g2 g3", "ran")
  end,
}

scenario{
  name = "6.3c waitgroup: below zero it panics",
  explore = every,
  main = function()
    local wg = sync.waitgroup()
    wg:add(1)
    wg:done()
    wg:done()
  end,
  expect = always{ panic = "sync: negative WaitGroup counter" },
}

scenario{
  name = "6.3d waitgroup: several waiters are all released",
  explore = every,
  main = function()
    local wg, released = sync.waitgroup(), 0
    wg:add(1)
    for _ = 1, 5 do
      go(function()
        wg:wait()
        released = released + 1
      end)
    end
    settle()
    eq(released, 0, "released before it is done")
    wg:done()
    settle()
    eq(released, 5, "released")
  end,
}

scenario{
  name = "6.3e waitgroup: with the add inside of the goroutine a wait may"
    .. " return too early",
  explore = every,
  main = function()
    local wg, n = sync.waitgroup("wg"), 0
    for _ = 1, 2 do
      go(function()
        wg:add(1)
        n = n + 1
        wg:done()
      end)
    end
    wg:wait()
    check.sometimes(n == 0, "nobody had begun")
    check.sometimes(n == 2, "both had ended")
  end,
  expect = always{ race = { name = "wg" } },
}

scenario{
  name = "6.3e waitgroup: adding while others keep the counter up is allowed",
  explore = every,
  main = function()
    local wg, n = sync.waitgroup(), 0
    wg:go(function()
      wg:go(function()
        settle()
        n = n + 1
      end)
      n = n + 1
    end)
    wg:wait()
    eq(n, 2, "ended")
  end,
}

scenario{
  name = "6.3f waitgroup: one round after the other",
  explore = every,
  main = function()
    local wg, n = sync.waitgroup(), 0
    for round = 1, 3 do
      for _ = 1, 2 do
        wg:go(function() n = n + 1 end)
      end
      wg:wait()
      eq(n, 2 * round, "done in round " .. round)
    end
  end,
}

scenario{
  name = "6.3f waitgroup: a round that begins before the last wait has"
    .. " returned panics there",
  explore = t.go_order,
  main = function()
    local wg = sync.waitgroup()
    wg:add(1)
    go(function() wg:wait() end)
    settle()
    wg:done()
    wg:add(1)
    settle()
  end,
  expect = always{
    panic = "sync: WaitGroup is reused before previous Wait has returned",
  },
}

scenario{
  name = "6.3g waitgroup: a wait on zero returns at once",
  explore = every,
  main = function()
    local wg = sync.waitgroup()
    wg:wait()
    wg:add(2)
    wg:add(-2)
    wg:wait()
    eq(time.now(), 0, "time")
  end,
}

scenario{
  name = "6.3h waitgroup: a first add that nothing orders against a wait is a"
    .. " race",
  explore = every,
  main = function()
    local wg = sync.waitgroup("wg")
    go(function()
      wg:add(1)
      wg:done()
    end)
    wg:wait()
  end,
  expect = always{ race = { name = "wg" } },
}

scenario{
  name = "6.3h waitgroup: what was done before done is seen after wait",
  explore = every,
  main = function()
    local wg, x = sync.waitgroup(), shared({})
    for i = 1, 3 do
      wg:add(1)
      go(function()
        x[i] = i
        wg:done()
      end)
    end
    wg:wait()
    eq(x[1] + x[2] + x[3], 6, "sum")
  end,
}

-- go: starting goroutines and their handles.
local t = require "lib.t"

scenario{
  name = "go: arguments are passed on, nils included",
  main = function()
    local got = chan(1)
    go(function(...) got:send{ n = select("#", ...), ... } end,
      1, nil, "x", nil)
    local args = got:recv()
    t.eq(args.n, 4)
    t.results({ 1, nil, "x", nil, n = 4 }, unpack(args, 1, args.n))
  end,
}

scenario{
  name = "go: arguments are evaluated by the caller, at once",
  main = function()
    local got, i = chan(3), 0
    for _ = 1, 3 do
      i = i + 1
      go(function(mine) got:send(mine) end, i)
    end
    t.eq(got:recv() + got:recv() + got:recv(), 6)
  end,
}

scenario{
  name = "go: it does not wait, and the new goroutine runs by itself",
  main = function()
    local ran = false
    go(function()
      time.sleep("1ms")
      ran = true
    end)
    t.eq(ran, false)
    time.sleep("2ms")
    t.eq(ran, true)
  end,
}

scenario{
  name = "go: the results of a body are dropped",
  main = function()
    go(function() return 1, 2, 3 end)
    go(function() return nil, "not an error" end)
    time.sleep("1ms")
  end,
}

scenario{
  name = "go: a name may stand in front",
  main = function()
    local got = chan(1)
    local g = go("worker", function(v) got:send(v) end, 42)
    t.eq(g.name, "worker")
    t.eq(got:recv(), 42)
  end,
}

scenario{
  name = "go: a handle has an id of its own",
  main = function()
    local a, b = go(function() end), go(function() end)
    t.eq(type(a.id), "number")
    assert(a.id ~= b.id, "two goroutines with one id")
  end,
}

scenario{
  name = "go: a handle tells status and wait reason",
  main = function()
    local ch = chan()
    local g = go(function() ch:recv() end)
    time.sleep("1ms")
    local waiting = g:status()
    t.eq(type(waiting), "string")
    t.eq(g:wait_reason(), "chan receive")
    ch:send(1)
    time.sleep("1ms")
    assert(g:status() ~= waiting, "still " .. waiting)
    assert(g:wait_reason() ~= "chan receive")
  end,
}

scenario{
  name = "go: a handle names Go's reason for every wait",
  main = function()
    local mu, wg = sync.mutex(), sync.waitgroup()
    mu:lock()
    wg:add(1)
    local full = chan(1)
    full:send(0)
    local never = chan()
    local waits = {
      ["chan receive"] = function() never:recv() end,
      ["chan send"] = function() full:send(1) end,
      ["chan receive (nil chan)"] = function() nilchan:recv() end,
      ["chan send (nil chan)"] = function() nilchan:send(1) end,
      ["select"] = function() select{ recv(never), recv(nilchan) } end,
      ["select (no cases)"] = function() select{} end,
      ["sleep"] = function() time.sleep("1h") end,
      ["sync.Mutex.Lock"] = function() mu:lock() end,
      ["sync.WaitGroup.Wait"] = function() wg:wait() end,
    }
    for reason, wait in pairs(waits) do
      local g = go(wait)
      time.sleep("1ms")
      t.eq(g:wait_reason(), reason)
    end
  end,
  drain = "0s",
  -- Those that wait for nothing at all.
  expect = always{ deadlock = { partial = true, count = 3 } },
}

scenario{
  name = "go: a handle's stack names the line where it waits",
  main = function()
    local ch, line = chan(), nil
    local g = go(function()
      line = t.line() + 1
      ch:recv()
    end)
    time.sleep("1ms")
    local stack = g:stack()
    t.eq(type(stack), "string")
    assert(stack:find("go.lua:" .. line, 1, true), stack)
    ch:close()
  end,
}

scenario{
  name = "go: many goroutines all run",
  main = function()
    local wg, n = sync.waitgroup(), 0
    for _ = 1, 1000 do
      wg:add(1)
      go(function()
        n = n + 1
        wg:done()
      end)
    end
    wg:wait()
    t.eq(n, 1000)
  end,
}

scenario{
  name = "go: goroutines start goroutines",
  main = function()
    local done = chan()
    local function tree(depth)
      if depth == 0 then return done:send(1) end
      go(tree, depth - 1)
      go(tree, depth - 1)
    end
    go(tree, 5)
    for _ = 1, 32 do done:recv() end
  end,
}

scenario{
  name = "go: on one P the newest runs first, then the others in order",
  main = function()
    local order = {}
    for i = 1, 5 do
      go(function() order[#order + 1] = i end)
    end
    runtime.gosched()
    t.list(order, "5 1 2 3 4")
  end,
  procs = 1,
  explore = { strategy = "default" },
}

scenario{
  name = "go: a busy goroutine is preempted, the others go on",
  main = function()
    local stop, n = false, 0
    go(function()
      while not stop do n = n + 1 end
    end)
    go(function() stop = true end)
    runtime.gosched()
    while not stop do runtime.gosched() end
  end,
}

scenario{
  name = "go: nil in place of a function is fatal, as in Go",
  main = function() pcall(go, nil) end,
  expect = always{ fatal = "go of nil func value" },
}

scenario{
  name = "go: anything else in place of a function is an error",
  main = function()
    t.fails("function", go, 42)
    t.fails("function", go, {})
    t.fails("function", go, true)
    t.fails("function", go, "worker", 42)
    t.eq(runtime.num_goroutine(), 1, "goroutines after the errors")
  end,
}

scenario{
  name = "go: an uncaught error of a goroutine ends the run",
  main = function()
    go(function() error("boom") end)
    time.sleep("1s")
    error("main went on")
  end,
  expect = always{ panic = "boom" },
}

scenario{
  name = "go: calling nil is Go's nil dereference",
  main = function()
    go(function()
      local nothing
      nothing()
    end)
    time.sleep("1ms")
  end,
  expect = always{
    panic = "invalid memory address or nil pointer dereference",
  },
}

scenario{
  name = "go: after main returned, the others run on to their end",
  main = function()
    go(function()
      time.sleep("1m")
      panic("after main")
    end)
  end,
  expect = always{ panic = "after main" },
}

-- The runtime module.
local t = require "lib.t"

scenario{
  name = "runtime: gosched lets the others run",
  main = function()
    local ran = false
    go(function() ran = true end)
    for _ = 1, 100 do
      if ran then break end
      runtime.gosched()
    end
    t.eq(ran, true)
    t.eq(time.now(), 0)
  end,
}

scenario{
  name = "runtime: num_goroutine counts main and the living",
  main = function()
    t.eq(runtime.num_goroutine(), 1)
    local stop = chan()
    for _ = 1, 3 do
      go(function() stop:recv() end)
    end
    t.eq(runtime.num_goroutine(), 4)
    stop:close()
    time.sleep("1ms")
    t.eq(runtime.num_goroutine(), 1)
  end,
}

scenario{
  name = "runtime: goexit ends its goroutine and runs what is deferred",
  main = function()
    local log, done = {}, chan()
    go(function()
      defer(function() done:send(true) end)
      defer(function() log[#log + 1] = "deferred" end)
      func(function() runtime.goexit() end)()
      log[#log + 1] = "not reached"
    end)
    done:recv()
    t.list(log, "deferred")
    time.sleep("1ms")
    t.eq(runtime.num_goroutine(), 1)
  end,
}

scenario{
  name = "runtime: goexit passes through pcall, xpcall and recover",
  main = function()
    local log, done = {}, chan()
    go(function()
      defer(function() done:send(true) end)
      defer(function() log[#log + 1] = tostring(recover()) end)
      pcall(runtime.goexit)
      log[#log + 1] = "after pcall"
    end)
    done:recv()
    go(function()
      defer(function() done:send(true) end)
      xpcall(runtime.goexit, function() log[#log + 1] = "handler" end)
      log[#log + 1] = "after xpcall"
    end)
    done:recv()
    t.list(log, "nil")
  end,
}

scenario{
  name = "runtime: a panic during goexit still ends the run",
  main = function()
    go(function()
      defer(function() panic("during goexit") end)
      runtime.goexit()
    end)
    time.sleep("1ms")
  end,
  expect = always{ panic = "during goexit" },
}

scenario{
  name = "runtime: a recovered panic during goexit goes on with goexit",
  main = function()
    local log, done = {}, chan()
    go(function()
      defer(function() done:send(true) end)
      func(function()
        defer(function() log[#log + 1] = recover() end)
        defer(function() panic("boom") end)
        runtime.goexit()
      end)()
      log[#log + 1] = "not reached"
    end)
    done:recv()
    t.list(log, "boom")
  end,
}

scenario{
  name = "runtime: goexit of main leaves nobody to end the program",
  main = function()
    go(function() time.sleep("1ms") end)
    runtime.goexit()
  end,
  expect = always(any{
    { fatal = "no goroutines (main called runtime.Goexit) - deadlock!" },
    { deadlock = true },
  }),
}

scenario{
  name = "runtime: gomaxprocs tells the number of Ps, and sets it",
  main = function()
    t.eq(runtime.gomaxprocs(), 2)
    t.eq(runtime.gomaxprocs(0), 2, "0 changes nothing")
    t.eq(runtime.gomaxprocs(3), 2, "the number before")
    t.eq(runtime.gomaxprocs(), 3)
    t.fails("number|procs", runtime.gomaxprocs, "many")
  end,
  procs = 2,
}

scenario{
  name = "runtime: gc collects what nothing holds",
  main = function()
    local weak = setmetatable({ {}, chan() }, { __mode = "v" })
    runtime.gc()
    t.eq(weak[1], nil)
    t.eq(weak[2], nil)
  end,
}

scenario{
  name = "runtime: stack names the line of the caller",
  main = function()
    local line = t.line() + 1
    local text = runtime.stack()
    t.eq(type(text), "string")
    assert(text:find("runtime.lua:" .. line, 1, true), text)
  end,
}

scenario{
  name = "runtime: stack(true) shows the other goroutines too",
  main = function()
    local ch, line = chan(), nil
    go(function()
      line = t.line() + 1
      ch:recv()
    end)
    time.sleep("1ms")
    local text = runtime.stack(true)
    assert(text:find("runtime.lua:" .. line, 1, true), text)
    assert(text:find("chan receive", 1, true), text)
    assert(not runtime.stack():find("chan receive", 1, true))
    ch:close()
  end,
}

scenario{
  name = "runtime: goroutines is an array of records",
  main = function()
    local stop = chan()
    local g = go("keeper", function() stop:recv() end)
    time.sleep("1ms")
    local list, found = runtime.goroutines(), nil
    t.eq(#list, 2)
    for _, record in ipairs(list) do
      t.eq(type(record.id), "number")
      if record.id == g.id then found = record end
    end
    assert(found, "the goroutine is not in the list")
    t.eq(found.name, "keeper")
    stop:close()
  end,
}

scenario{
  name = "runtime: work takes its virtual time",
  main = function()
    runtime.work("3ms")
    t.eq(time.now(), 3 * time.ms)
    runtime.work(0)
    t.eq(time.now(), 3 * time.ms)
    t.fails("duration|unit", runtime.work, "hard")
  end,
}

scenario{
  name = "runtime: while one P works, another runs what is due",
  main = function()
    local woke
    go(function()
      time.sleep("1ms")
      woke = time.now()
    end)
    time.sleep(1)
    runtime.work("5ms")
    time.sleep("5ms")
    t.eq(woke, 1 * time.ms)
  end,
  procs = 2,
  explore = { strategy = "default" },
}

scenario{
  name = "runtime: a system call takes its time and leaves its P",
  main = function()
    local woke, returned
    go(function()
      runtime.syscall("10ms")
      returned = time.now()
    end)
    go(function()
      time.sleep("1ms")
      woke = time.now()
    end)
    time.sleep("20ms")
    t.eq(woke, 1 * time.ms)
    t.eq(returned, 10 * time.ms)
  end,
  procs = 1,
}

scenario{
  name = "runtime: mem answers",
  main = function()
    local kind = type(runtime.mem())
    assert(kind == "number" or kind == "table", kind)
  end,
}

scenario{
  name = "runtime: exit ends the run at once, nothing deferred",
  main = function()
    defer(function() error("deferred") end)
    local ch = chan() go(function() ch:recv() end)
    time.sleep("1ms")
    pcall(runtime.exit, 0)
    error("went on")
  end,
}

local function polled_beside(n)
  local ask, answer = chan(), chan()
  go("spinner", function()

    while true do -- line 250
    end
  end)
  go(function()
    for v in ask:range() do answer:send(v) end
  end)
  for v = 1, n do
    ask:send(v)
    t.eq(answer:recv(), v)
  end
  ask:close()
end

for procs = 1, 3 do
  scenario{
    name = "runtime: a loop on one of " .. procs
      .. " Ps leaves steps for the others, and is where it is",
    main = function() polled_beside(100) end,
    procs = procs,
    explore = { strategy = "default" },
    expect = always{
      leak = { cause = "spinning", at = 250 }, livelock = true,
    },
  }
end

-- Under every strategy, not only Go's own order.
local function work_for(n, d)
  local wg, began = sync.waitgroup(), time.now()
  for _ = 1, n do
    wg:go(function() runtime.work(d) end)
  end
  wg:wait()
  return time.since(began)
end

for _, strategy in ipairs{ "auto", "random", "dfs", "surw" } do
  scenario{
    name = "runtime: work on as many processors as there are: " .. strategy,
    procs = 2,
    main = function()
      t.eq(work_for(2, "30ms"), 30 * time.ms)
      runtime.gomaxprocs(1)
      t.eq(work_for(2, "30ms"), 60 * time.ms)
    end,
    explore = { strategy = strategy, runs = 30 },
  }
end

scenario{
  name = "runtime: fewer processors while others work",
  procs = 4,
  main = function()
    local wg = sync.waitgroup()
    for _ = 1, 4 do
      wg:go(function() runtime.work("30ms") end)
    end
    runtime.gosched()
    runtime.gomaxprocs(1)
    wg:wait()
    t.eq(work_for(2, "10ms"), 20 * time.ms)
  end,
  explore = { strategy = "random", runs = 50 },
}

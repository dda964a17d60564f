-- explore = { time = "free" }: computing takes any time, so timers may fire
-- before what takes none is done.
local t = require "lib.t"

-- Does a worker that only computes answer before a timeout of a second?
local function race()
  local steps, answer = shared(0, "steps"), chan(1, "answer")
  go("worker", function()
    for _ = 1, 3 do steps:update(function(n) return n + 1 end) end
    answer:send("in time")
  end)
  return select{ recv(answer, "in time"), recv(time.after("1s"), "late") }
end

scenario{
  name = "free time: idle time lets all work be done first",
  main = function()
    t.eq(race(), "in time")
  end,
  explore = { runs = 300, time = "idle" },
}

for _, strategy in ipairs{
  "auto", "random", "pct", "pct:10", "delay", "pos", "urw", "surw",
  "coverage", "swarm",
  "dfs", "dpor",
} do
  scenario{
    name = "free time: a timeout may cut in, by " .. strategy,
    main = function()
      local start = time.now()
      local what = race()
      local took = time.since(start)
      check.always(what == "in time" and took == 0 or
        what == "late" and took == time.second, "a timer keeps its time")
      if what == "late" then error("too late") end
    end,
    explore = { strategy = strategy, runs = 100, time = "free" },
    expect = { sometimes{ panic = "too late" }, sometimes{ pass = true },
               never{ assertion = true } },
  }
end

scenario{
  name = "free time: the default schedule knows nothing of it",
  main = function() t.eq(race(), "in time") end,
  explore = { strategy = "default", time = "free" },
}

scenario{
  name = "free time: no timer fires early, and all of them do",
  main = function()
    local start, fired, x = time.now(), 0, shared(0, "x")
    for i = 3, 1, -1 do
      time.after_func(i * time.ms, function()
        assert(time.since(start) >= i * time.ms, "early")
        fired = fired + 1
      end)
    end
    for i = 1, 5 do x:set(i) end
    time.sleep("1s")
    time.sleep("1s")
    assert(time.since(start) >= 2 * time.second)
    check.sometimes(fired == 3, "all have run")
  end,
  explore = { runs = 300, time = "free" },
}

scenario{
  name = "free time: who is told to stop may be told too late",
  main = function()
    local ctx, cancel = context.with_timeout(context.background(), "10ms")
    defer(cancel)
    local done = shared(false, "done")
    done:set(true)
    check.sometimes(ctx:err() == nil, "in time")
    check.sometimes(ctx:err() ~= nil, "past the deadline")
  end,
  explore = { runs = 100, time = "free" },
}

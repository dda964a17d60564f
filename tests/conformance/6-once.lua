-- Go semantics, section 6: sync.Once, OnceFunc, OnceValue and OnceValues.
local t = require "lib.t"
local eq, every, settle = t.eq, t.every, t.settle

scenario{
  name = "6.4a once: the first function is called, and no other",
  explore = every,
  main = function()
    local once, calls = sync.once(), 0
    for i = 1, 3 do
      go(function()
        once:call(function()
          calls = calls + 1
          if i > 1 then runtime.gosched() end
        end)
        eq(calls, 1, "calls, when a call returns")
      end)
    end
    settle()
    once:call(function() error("called again") end)
    eq(calls, 1, "calls")
  end,
}

scenario{
  name = "6.4b once: the others wait until the first has ended",
  explore = every,
  main = function()
    local once, ended, log = sync.once(), false, {}
    go(function()
      once:call(function()
        time.sleep("5ms")
        ended = true
      end)
    end)
    settle()
    for i = 1, 2 do
      log[i] = go(function()
        once:call(function() error("called again") end)
        eq(ended, true, "ended")
      end)
    end
    settle()
    for i = 1, 2 do
      eq(log[i]:wait_reason(), "sync.Mutex.Lock", "wait reason")
    end
  end,
}

scenario{
  name = "6.4b once: what the call did is seen after it",
  explore = every,
  main = function()
    local once, x = sync.once(), shared(0)
    for _ = 1, 3 do
      go(function()
        once:call(function() x:set(1) end)
        eq(x:get(), 1, "value")
      end)
    end
  end,
}

scenario{
  name = "6.4c once: calling it inside of itself is a deadlock",
  explore = every,
  main = function()
    local once = sync.once()
    once:call(function() once:call(print) end)
  end,
  expect = always{ deadlock = { wait = "sync.Mutex.Lock", count = 1 } },
}

scenario{
  name = "6.4d once: a panic counts as done, later calls return in silence",
  explore = every,
  main = function()
    local once, calls = sync.once(), 0
    local function call()
      once:call(function()
        calls = calls + 1
        panic("boom")
      end)
    end
    eq(t.recovered(call), "boom", "the first call")
    eq(t.recovered(call), nil, "the second call")
    eq(calls, 1, "calls")
  end,
}

scenario{
  name = "6.4e once_func: calls its function once, and returns nothing",
  explore = every,
  main = function()
    local calls = 0
    local f = sync.once_func(function()
      calls = calls + 1
      return "dropped"
    end)
    for _ = 1, 3 do
      go(function()
        eq(select("#", f()), 0, "results")
        eq(calls, 1, "calls")
      end)
    end
  end,
}

scenario{
  name = "6.4e once_value: every call gets the first one's results, all of"
    .. " them",
  explore = every,
  main = function()
    local calls = 0
    local f = sync.once_value(function()
      calls = calls + 1
      runtime.gosched()
      return calls, nil, "second"
    end)
    for _ = 1, 3 do
      go(function()
        eq(select("#", f()), 3, "number of results")
        local one, two, three = f()
        eq(one, 1, "first")
        eq(two, nil, "second")
        eq(three, "second", "third")
      end)
    end
  end,
}

for _, what in ipairs{ "once_func", "once_value" } do
  scenario{
    name = "6.4e " .. what .. ": every call panics with the same value",
    explore = every,
    main = function()
      local calls, value = 0, {}
      local f = sync[what](function()
        calls = calls + 1
        panic(value)
      end)
      for _ = 1, 3 do
        go(function() eq(t.recovered(f), value, "value") end)
      end
      settle()
      eq(t.recovered(f), value, "a later value")
      eq(calls, 1, "calls")
    end,
  }
end

scenario{
  name = "6.4f once: after a Goexit inside the function is not called again",
  explore = every,
  main = function()
    local once, calls, went_on = sync.once(), 0, false
    local function exits()
      calls = calls + 1
      runtime.goexit()
    end
    go(function()
      once:call(exits)
      went_on = true
    end)
    settle()
    once:call(exits)
    eq(calls, 1, "calls")
    eq(went_on, false, "the first caller went on")
  end,
}

scenario{
  name = "6.4f once_func: after a Goexit inside the function is not called"
    .. " again",
  explore = every,
  main = function()
    local calls = 0
    local f = sync.once_func(function()
      calls = calls + 1
      runtime.goexit()
    end)
    for _ = 1, 2 do
      go(t.recovered, f) -- that it panics then is no promise
      settle()
    end
    eq(calls, 1, "calls")
  end,
}

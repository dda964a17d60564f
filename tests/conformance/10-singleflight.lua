-- Go semantics, section 10: golang.org/x/sync/singleflight.
local t = require "lib.t"
local eq, every, settle = t.eq, t.every, t.settle

-- Starts n goroutines that call fn under one key; `with` is called with what
-- each of them gets.
local function callers(sf, n, fn, with)
  for _ = 1, n do
    go(function() with(sf:call("k", fn)) end)
  end
end

scenario{
  name = "10.3a singleflight: calls with one key share one execution",
  explore = every,
  main = function()
    local sf, calls, got = singleflight.new(), 0, 0
    local err = errors.new("an error")
    callers(sf, 3, function()
      calls = calls + 1
      settle()
      return "value", err
    end, function(v, e)
      eq(v, "value", "value")
      eq(e, err, "err")
      got = got + 1
    end)
    time.sleep("2ms")
    eq(calls, 1, "executions")
    eq(got, 3, "callers served")
    sf:call("k", function() calls = calls + 1 end)
    eq(calls, 2, "executions, one later")
  end,
}

scenario{
  name = "10.3a singleflight: another key does not wait",
  explore = every,
  main = function()
    local sf, calls = singleflight.new(), 0
    for key = 1, 3 do
      go(function()
        sf:call(key, function()
          calls = calls + 1
          settle()
        end)
      end)
    end
    settle()
    eq(calls, 3, "executions")
  end,
}

scenario{
  name = "10.3b singleflight: call_chan sends the result",
  explore = every,
  main = function()
    local sf, calls = singleflight.new(), 0
    local function fn()
      calls = calls + 1
      settle()
      return "value", "error"
    end
    local one, two = sf:call_chan("k", fn), sf:call_chan("k", fn)
    for _, ch in ipairs{ one, two } do
      local r = ch:recv()
      eq(r.val, "value", "value")
      eq(r.err, "error", "err")
      eq(r.shared, true, "shared")
    end
    eq(calls, 1, "executions")
    sf:call_chan("nobody receives", fn)
  end,
}

scenario{
  name = "10.3c singleflight: forget lets the next call run",
  explore = every,
  main = function()
    local sf = singleflight.new()
    local function slow(v)
      return function()
        time.sleep("5ms")
        return v
      end
    end
    go(function() eq(sf:call("k", slow("old")), "old", "the first's") end)
    settle()
    sf:forget("k")
    go(function() eq(sf:call("k", slow("new")), "new", "the second's") end)
    settle()
    eq(sf:call("k", slow("newest")), "new", "the third's")
  end,
}

scenario{
  name = "10.3d singleflight: shared is true when others got the same",
  explore = every,
  main = function()
    local sf, sharing = singleflight.new(), 0
    local function fn() settle() end
    eq(select(3, sf:call("k", fn)), false, "alone")
    callers(sf, 3, fn, function(_, _, shared)
      eq(shared, true, "together")
      sharing = sharing + 1
    end)
    time.sleep("2ms")
    eq(sharing, 3, "callers")
  end,
}

scenario{
  name = "10.3e singleflight: a panic is raised in every caller",
  explore = every,
  main = function()
    local sf, value, raised = singleflight.new(), {}, 0
    for _ = 1, 3 do
      go(function()
        local got = t.recovered(function()
          sf:call("k", function()
            settle()
            panic(value)
          end)
        end)
        eq(got, value, "value")
        raised = raised + 1
      end)
    end
    time.sleep("2ms")
    eq(raised, 3, "callers")
    eq(sf:call("k", function() return 1 end), 1, "a later call")
  end,
}

scenario{
  name = "10.3f singleflight: a Goexit ends every caller",
  explore = every,
  main = function()
    local sf, ended = singleflight.new(), 0
    for _ = 1, 3 do
      go(function()
        defer(function()
          eq(recover(), nil, "recovered")
          ended = ended + 1
        end)
        sf:call("k", function()
          settle()
          runtime.goexit()
        end)
        error("went on")
      end)
    end
    time.sleep("2ms")
    eq(ended, 3, "callers")
    eq(sf:call("k", function() return 1 end), 1, "a later call")
  end,
}

scenario{
  name = "10.3g singleflight: with a channel waiting a panic ends the run,"
    .. " whoever recovers",
  explore = every,
  main = function()
    local sf = singleflight.new()
    local function fn()
      settle()
      panic("boom")
    end
    go(function()
      t.recovered(function() sf:call("k", fn) end)
    end)
    t.recovered(function() sf:call_chan("k", fn):recv() end)
    check.unreachable("went on")
  end,
  expect = { always{ panic = "boom" }, never{ assertion = true } },
}

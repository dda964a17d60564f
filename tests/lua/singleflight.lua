-- singleflight: golang.org/x/sync/singleflight.
local t = require "lib.t"

local every = { strategy = "random", runs = 60 }

scenario{
  name = "singleflight: a call returns what its function returns",
  main = function()
    local sf = singleflight.new("users")
    local err = errors.new("an error")
    t.results({ 1, nil, false, n = 3 }, sf:call("k", function() return 1 end))
    t.results({ nil, err, false, n = 3 },
      sf:call("k", function() return nil, err end))
    t.results({ nil, nil, false, n = 3 }, sf:call(1, function() end))
  end,
}

scenario{
  name = "singleflight: calls with one key share one execution",
  main = function()
    local sf, wg, calls, sharing = singleflight.new(), sync.waitgroup(), 0, 0
    for _ = 1, 5 do
      wg:go(function()
        local v, err, shared = sf:call("k", function()
          calls = calls + 1
          time.sleep("1ms")
          return "value"
        end)
        t.eq(v, "value")
        t.eq(err, nil)
        if shared then sharing = sharing + 1 end
      end)
    end
    wg:wait()
    t.eq(calls, 1)
    t.eq(sharing, 5)
    t.results({ 2, nil, false, n = 3 }, sf:call("k", function() return 2 end))
  end,
}

scenario{
  name = "singleflight: other keys do not wait",
  explore = every,
  main = function()
    local sf, calls, wg = singleflight.new(), 0, sync.waitgroup()
    for i = 1, 3 do
      wg:go(function()
        local v, _, shared = sf:call(i, function()
          calls = calls + 1
          time.sleep("1ms")
          return i
        end)
        t.eq(v, i)
        t.eq(shared, false)
      end)
    end
    wg:wait()
    t.eq(calls, 3)
    t.eq(time.now(), 1 * time.ms)
  end,
}

scenario{
  name = "singleflight: what was done in it comes before its results",
  explore = every,
  main = function()
    local sf, x, wg = singleflight.new(), shared(0), sync.waitgroup()
    local ran = 0
    for _ = 1, 3 do
      wg:go(function()
        sf:call("k", function()
          ran = ran + 1
          if ran == 1 then x:set(1) end
        end)
        x:get()
      end)
    end
    wg:wait()
  end,
}

scenario{
  name = "singleflight: who waits waits in a waitgroup",
  main = function()
    local sf = singleflight.new()
    go(function() sf:call("k", function() chan():recv() end) end)
    go(function()
      time.sleep("1ms")
      sf:call("k", print)
    end)
  end,
  expect = always{ leak = { { wait = "chan receive" },
    { wait = "sync.WaitGroup.Wait" } } },
}

scenario{
  name = "singleflight: forget lets the next call run",
  main = function()
    local sf, wg = singleflight.new(), sync.waitgroup()
    wg:go(function()
      local v, _, shared = sf:call("k", function()
        time.sleep("2ms")
        return "first"
      end)
      t.eq(v, "first")
      t.eq(shared, false)
    end)
    time.sleep("1ms")
    sf:forget("k")
    sf:forget("never called")
    wg:go(function()
      local v = sf:call("k", function()
        time.sleep("2ms")
        return "second"
      end)
      t.eq(v, "second")
    end)
    -- The end of the forgotten call does not end the other one's key.
    time.sleep("1500us")
    local v, _, shared = sf:call("k", function() return "third" end)
    t.eq(v, "second")
    t.eq(shared, true)
    wg:wait()
  end,
}

scenario{
  name = "singleflight: call_chan sends what the call comes to",
  main = function()
    local sf, calls = singleflight.new(), 0
    local function fn()
      calls = calls + 1
      time.sleep("1ms")
      return "v", "e"
    end
    local one, two = sf:call_chan("k", fn), sf:call_chan("k", fn)
    t.fails("receive%-only|receive-only", one.send, one, 1)
    local v, err, shared = sf:call("k", fn)
    t.eq(v .. err .. tostring(shared), "vetrue")
    for _, ch in ipairs{ one, two } do
      local r = ch:recv()
      t.eq(r.val .. r.err .. tostring(r.shared), "vetrue")
    end
    t.eq(calls, 1)
    local r = sf:call_chan("k", fn):recv()
    t.eq(r.shared, false)
    sf:call_chan("nobody listens", fn)
  end,
}

scenario{
  name = "singleflight: a panic is raised in every caller",
  explore = every,
  main = function()
    local sf, wg, value = singleflight.new(), sync.waitgroup(), {}
    local raised = 0
    for _ = 1, 3 do
      wg:go(function()
        local ok, err = pcall(sf.call, sf, "k", function()
          time.sleep("1ms")
          panic(value)
        end)
        t.eq(ok, false)
        t.eq(err, value)
        raised = raised + 1
      end)
    end
    wg:wait()
    t.eq(raised, 3)
    t.eq(sf:call("k", function() return 1 end), 1)
  end,
}

scenario{
  name = "singleflight: an error of Lua's is a panic too",
  main = function()
    local sf = singleflight.new()
    local ok, err = pcall(sf.call, sf, "k", function() error("boom") end)
    t.eq(ok, false)
    assert(err:find("singleflight.lua:%d+: boom"), err)
  end,
}

scenario{
  name = "singleflight: a panic with a channel waiting ends the run",
  main = function()
    local sf = singleflight.new()
    pcall(function()
      sf:call_chan("k", function() panic("boom") end):recv()
    end)
  end,
  expect = always{ panic = "boom" },
}

scenario{
  name = "singleflight: a goexit ends the callers",
  main = function()
    local sf, ended, wg = singleflight.new(), 0, sync.waitgroup()
    for _ = 1, 3 do
      wg:go(function()
        defer(function()
          t.eq(recover(), nil)
          ended = ended + 1
        end)
        sf:call("k", function()
          time.sleep("1ms")
          runtime.goexit()
        end)
        error("goes on")
      end)
    end
    wg:wait()
    t.eq(ended, 3)
    t.eq(sf:call("k", function() return 1 end), 1)
  end,
}

scenario{
  name = "singleflight: misuse is told at the script's line",
  main = function()
    local sf = singleflight.new()
    for _, bad in ipairs{ 42, "x", {}, sync.mutex() } do
      for _, name in ipairs{ "call", "call_chan", "forget" } do
        local text = t.fails("a singleflight expected", sf[name], bad, 1, print)
        assert(text:find("lua:%d+:"), text)
      end
    end
    for _, name in ipairs{ "call", "call_chan" } do
      t.fails("needs a key", sf[name], sf, nil, print)
      t.fails("needs a key", sf[name], sf, 0 / 0, print)
      t.fails("needs a function", sf[name], sf, "k")
    end
    t.fails("needs a key", sf.forget, sf)
    t.fails("name", singleflight.new, {})
  end,
}

scenario{
  name = "singleflight: why a call of itself waits for ever",
  main = function()
    local s = singleflight.new()
    s:call("k", function() s:call("k", function() end) end)
  end,
  expect = always{ deadlock = { wait = "sync.WaitGroup.Wait", count = 1,
    cause = "called by itself: what runs for a key" } },
}

scenario{
  name = "singleflight: why others wait for ever",
  main = function()
    local s = singleflight.new()
    go("first", function() s:call("k", function() chan():recv() end) end)
    time.sleep(1)
    s:call("k", function() end)
  end,
  expect = always{ deadlock = { name = "main", count = 1,
    cause = "first call not over: g2 \"first\" runs it" } },
}

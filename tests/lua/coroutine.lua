-- A script's own coroutines, and goroutines that block inside them.
local t = require "lib.t"

scenario{
  name = "coroutine: create, resume, yield and status are Lua's",
  main = function()
    local co = coroutine.create(function(a, b)
      local c = coroutine.yield(a + b)
      local d, e = coroutine.yield(c * 2)
      return d + e, nil
    end)
    t.eq(coroutine.status(co), "suspended")
    t.results({ true, 3 }, coroutine.resume(co, 1, 2))
    t.results({ true, 20 }, coroutine.resume(co, 10))
    t.eq(coroutine.status(co), "suspended")
    t.results({ true, 7, nil, n = 3 }, coroutine.resume(co, 3, 4))
    t.eq(coroutine.status(co), "dead")
  end,
}

scenario{
  name = "coroutine: wrap makes a generator",
  main = function()
    local got = {}
    for v in coroutine.wrap(function()
      for i = 1, 3 do coroutine.yield(i) end
    end) do
      got[#got + 1] = v
    end
    t.list(got, "1 2 3")
  end,
}

scenario{
  name = "coroutine: a dead one cannot be resumed",
  main = function()
    local co = coroutine.create(function() end)
    coroutine.resume(co)
    local ok, err = coroutine.resume(co)
    t.eq(ok, false)
    assert(tostring(err):find("dead", 1, true), err)
    local f = coroutine.wrap(function() end)
    f()
    t.fails("dead", f)
  end,
}

scenario{
  name = "coroutine: an error inside comes out of resume and of wrap",
  main = function()
    local value = {}
    local co = coroutine.create(function() error(value) end)
    local ok, err = coroutine.resume(co)
    t.eq(ok, false)
    assert(rawequal(err, value))
    t.eq(coroutine.status(co), "dead")
    t.fails("boom", coroutine.wrap(function() error("boom") end))
    t.results({ false, "told" },
      coroutine.resume(coroutine.create(function() panic("told") end)))
  end,
}

scenario{
  name = "coroutine: running and status tell who runs",
  main = function()
    local co
    co = coroutine.create(function()
      assert(coroutine.running() == co)
      t.eq(coroutine.status(co), "running")
      local inner = coroutine.create(function()
        t.eq(coroutine.status(co), "normal")
      end)
      assert(coroutine.resume(inner))
    end)
    assert(coroutine.resume(co))
  end,
}

scenario{
  name = "coroutine: create and wrap want a function, resume a coroutine",
  main = function()
    t.fails("function", coroutine.create, 42)
    t.fails("function", coroutine.wrap)
    t.fails("coroutine|thread", coroutine.resume, 42)
    t.fails("coroutine|thread", coroutine.status, {})
  end,
}

scenario{
  name = "coroutine: it cannot resume itself",
  main = function()
    local co
    co = coroutine.create(function() return coroutine.resume(co) end)
    local ok, inner, err = coroutine.resume(co)
    t.eq(ok, true)
    t.eq(inner, false)
    assert(tostring(err):find("resume", 1, true), err)
  end,
}

scenario{
  name = "coroutine: a receive inside one blocks the whole goroutine",
  main = function()
    local ch, log = chan(), {}
    go(function()
      time.sleep("1ms")
      log[#log + 1] = "send"
      ch:send("v")
    end)
    local co = coroutine.create(function()
      log[#log + 1] = "before"
      local v, ok = ch:recv()
      log[#log + 1] = "after"
      return v, ok
    end)
    t.results({ true, "v", true }, coroutine.resume(co))
    t.eq(coroutine.status(co), "dead")
    t.list(log, "before send after")
  end,
}

scenario{
  name = "coroutine: waiting and yielding take turns",
  main = function()
    local ch, got = chan(), {}
    go(function()
      for i = 1, 4 do
        time.sleep("1ms")
        ch:send(i)
      end
      ch:close()
    end)
    local pairs_of = coroutine.wrap(function()
      for v in ch:range() do
        local more = coroutine.yield(v, ch:recv())
        t.eq(more, "more")
      end
    end)
    for _ = 1, 2 do
      local a, b = pairs_of("more")
      got[#got + 1] = a .. "+" .. b
    end
    pairs_of("more")
    t.list(got, "1+2 3+4")
  end,
}

scenario{
  name = "coroutine: one that waits deep inside others",
  main = function()
    local ch = chan()
    local function nest(depth)
      if depth == 0 then
        time.sleep("1ms")
        return (ch:recv())
      end
      local v = coroutine.wrap(function()
        coroutine.yield(nest(depth - 1) + 1)
      end)()
      return v
    end
    go(function() ch:send(0) end)
    t.eq(nest(20), 20)
  end,
}

scenario{
  name = "coroutine: sleep, locks, select and pcall wait inside one",
  main = function()
    local mu, wg = sync.mutex(), sync.waitgroup()
    mu:lock()
    wg:add(1)
    go(function()
      time.sleep("1ms")
      mu:unlock()
      time.sleep("1ms")
      wg:done()
    end)
    local step = coroutine.wrap(function()
      mu:lock()
      coroutine.yield("locked")
      wg:wait()
      coroutine.yield("waited")
      local label = select{
        recv(nilchan), recv(time.after("1ms"), "timeout"),
      }
      coroutine.yield(label)
      coroutine.yield(pcall(function()
        time.sleep("1ms")
        error("boom", 0)
      end))
      return "end"
    end)
    t.eq(step(), "locked")
    t.eq(step(), "waited")
    t.eq(step(), "timeout")
    t.results({ false, "boom" }, step())
    t.eq(step(), "end")
    t.eq(time.now(), 4 * time.ms)
  end,
}

scenario{
  name = "coroutine: each goroutine drives its own",
  main = function()
    local wg, sums = sync.waitgroup(), {}
    for g = 1, 5 do
      wg:add(1)
      go(function()
        local sum = 0
        for v in coroutine.wrap(function()
          for i = 1, 10 do
            time.sleep(g * time.us)
            coroutine.yield(i)
          end
        end) do
          sum = sum + v
        end
        sums[g] = sum
        wg:done()
      end)
    end
    wg:wait()
    t.list(sums, "55 55 55 55 55")
  end,
}

scenario{
  name = "coroutine: one may be handed from goroutine to goroutine",
  main = function()
    local done = chan()
    local next_of = coroutine.wrap(function()
      for i = 1, 3 do
        time.sleep("1ms")
        coroutine.yield(i)
      end
    end)
    t.eq(next_of(), 1)
    go(function()
      t.eq(next_of(), 2)
      done:send(true)
    end)
    done:recv()
    t.eq(next_of(), 3)
  end,
}

scenario{
  name = "coroutine: one that waits cannot be resumed by another",
  main = function()
    local ch, ended = chan(), chan()
    local co = coroutine.create(function() return (ch:recv()) end)
    go(function()
      local _, v = coroutine.resume(co)
      ended:send(v)
    end)
    time.sleep("1ms")
    assert(coroutine.status(co) ~= "suspended", "it looks resumable")
    local ok, err = coroutine.resume(co)
    t.eq(ok, false)
    assert(tostring(err):find("resume", 1, true), err)
    ch:send("v")
    t.eq(ended:recv(), "v")
  end,
}

scenario{
  name = "coroutine: a yield outside one is an error",
  main = function()
    t.fails("yield", coroutine.yield, 1)
    local done = chan()
    go(function()
      t.fails("yield", coroutine.yield)
      done:send(true)
    end)
    done:recv()
  end,
}

scenario{
  name = "coroutine: a goroutine's own thread cannot be resumed",
  main = function()
    local thread, ch = nil, chan()
    go(function()
      thread = coroutine.running()
      ch:recv()
    end)
    time.sleep("1ms")
    if thread then
      local ok, err = coroutine.resume(thread)
      t.eq(ok, false)
      assert(tostring(err):find("resume", 1, true), err)
    end
    ch:send(true)
  end,
}

scenario{
  name = "coroutine: goexit inside one ends the goroutine",
  main = function()
    local log, done = {}, chan()
    go(function()
      defer(function() done:send(true) end)
      coroutine.wrap(function()
        runtime.goexit()
        log[#log + 1] = "after goexit"
      end)()
      log[#log + 1] = "after the coroutine"
    end)
    done:recv()
    time.sleep("1ms")
    t.list(log, "")
  end,
}

scenario{
  name = "coroutine: func, defer and recover work inside one",
  main = function()
    local log = {}
    local f = func(function()
      defer(function() log[#log + 1] = recover() end)
      coroutine.yield("yielded")
      panic("boom")
    end)
    local step = coroutine.wrap(function()
      f()
      return "end"
    end)
    t.eq(step(), "yielded")
    t.eq(step(), "end")
    t.list(log, "boom")
  end,
}

scenario{
  name = "coroutine: goroutines start inside one",
  main = function()
    local ch, sum = chan(), 0
    local step = coroutine.wrap(function()
      for i = 1, 3 do
        go(function() ch:send(i) end)
        coroutine.yield()
      end
    end)
    for _ = 1, 3 do
      step()
      sum = sum + ch:recv()
    end
    t.eq(sum, 6)
    step()
  end,
}

scenario{
  name = "coroutine: one that is never resumed again is no leak",
  main = function()
    local co = coroutine.wrap(function()
      coroutine.yield(1)
      coroutine.yield(2)
    end)
    t.eq(co(), 1)
  end,
}

scenario{
  name = "coroutine: a goroutine stuck inside one is a leak",
  main = function()
    local ch = chan()
    go(function() coroutine.wrap(function() ch:recv() end)() end)
  end,
  expect = always{ leak = { wait = "chan receive", count = 1 } },
}

scenario{
  name = "coroutine: atomics, maps and pools inside one",
  explore = { strategy = "random", runs = 60 },
  main = function()
    local n, m, sm = sync.atomic(0), map(), sync.map()
    local pool, mu, wg = sync.pool{}, sync.mutex(), sync.waitgroup()
    for i = 1, 3 do
      wg:go(function()
        local step = coroutine.wrap(function()
          for k = 1, 3 do
            t.eq(n:add(1) > 0, true)
            mu:lock()
            m[i * 10 + k] = k
            local count = 0
            for key, v in pairs(m) do
              t.eq(m[key], v)
              count = count + 1
            end
            t.eq(count, #m)
            mu:unlock()
            t.results({ k, false }, sm:load_or_store(i * 10 + k, k))
            pool:put(k)
            pool:get()
            coroutine.yield(k)
          end
        end)
        for k = 1, 3 do t.eq(step(), k) end
      end)
    end
    wg:wait()
    t.eq(n:load(), 9)
    t.eq(#m, 9)
    local keys = 0
    sm:range(function() keys = keys + 1 end)
    t.eq(keys, 9)
  end,
}

-- Go semantics, section 10: golang.org/x/sync/errgroup.
local t = require "lib.t"
local eq, every, settle = t.eq, t.every, t.settle
local bg = context.background()

scenario{
  name = "10.1a errgroup: wait returns when all have ended, nil without an"
    .. " error",
  explore = every,
  main = function()
    local g, n = errgroup.new(), 0
    for i = 1, 3 do
      g:go(function()
        time.sleep(i * time.ms)
        n = n + 1
      end)
    end
    eq(g:wait(), nil, "error")
    eq(n, 3, "ended")
  end,
}

scenario{
  name = "10.1a errgroup: wait returns the first error, when all have ended",
  explore = every,
  main = function()
    local g = errgroup.new()
    local errs = { errors.new("one"), errors.new("two") }
    for i = 1, 2 do
      g:go(function()
        time.sleep((3 - i) * time.ms)
        return errs[i]
      end)
    end
    eq(g:wait(), errs[2], "error")
    eq(time.now(), 2 * time.ms, "time")
    eq(g:wait(), errs[2], "error of a second wait")
  end,
}

scenario{
  name = "10.1b errgroup: the first error cancels the context, and is its"
    .. " cause",
  explore = every,
  main = function()
    local g, ctx = errgroup.new(bg)
    local err = errors.new("lost")
    g:go(function()
      settle()
      return err
    end)
    g:go(function()
      ctx:done():recv()
      eq(time.now(), time.ms, "time of the cancel")
      return ctx:err()
    end)
    eq(g:wait(), err, "error")
    eq(ctx:err(), context.canceled, "err")
    eq(context.cause(ctx), err, "cause")
  end,
}

scenario{
  name = "10.1c errgroup: wait cancels the context on success too",
  explore = every,
  main = function()
    local g, ctx = errgroup.new(bg)
    g:go(function() eq(ctx:err(), nil, "err meanwhile") end)
    eq(g:wait(), nil, "error")
    eq(ctx:err(), context.canceled, "err")
    eq(context.cause(ctx), context.canceled, "cause")
  end,
}

scenario{
  name = "10.1d errgroup: go waits at the limit",
  explore = every,
  main = function()
    local g, active = errgroup.new(), 0
    g:set_limit(2)
    for _ = 1, 6 do
      g:go(function()
        active = active + 1
        assert(active <= 2, active)
        settle()
        active = active - 1
      end)
    end
    g:wait()
    eq(time.now(), 3 * time.ms, "time")
  end,
}

scenario{
  name = "10.1d errgroup: a negative limit is none",
  explore = every,
  main = function()
    local g = errgroup.new()
    g:set_limit(1)
    g:set_limit(-1)
    for _ = 1, 3 do g:go(time.sleep, "1ms") end
    g:wait()
    eq(time.now(), time.ms, "time")
  end,
}

scenario{
  name = "10.1e errgroup: try_go starts what the limit allows",
  explore = every,
  main = function()
    local g, n = errgroup.new(), 0
    local function member()
      n = n + 1
      settle()
    end
    g:set_limit(1)
    eq(g:try_go(member), true, "the first")
    eq(g:try_go(member), false, "the second")
    g:wait()
    eq(g:try_go(member), true, "the next")
    g:wait()
    eq(n, 2, "started")
  end,
}

scenario{
  name = "10.1f errgroup: with a limit of 0 nobody begins",
  explore = every,
  main = function()
    local g = errgroup.new()
    g:set_limit(0)
    eq(g:try_go(error), false, "try_go")
    g:go(error)
  end,
  expect = { always{ deadlock = { name = "main", count = 1 } },
    never{ panic = true } },
}

scenario{
  name = "10.1g errgroup: the limit cannot be changed while members are"
    .. " active",
  explore = every,
  main = function()
    local g = errgroup.new()
    g:set_limit(2)
    g:go(time.sleep, "1ms")
    eq(t.recovered(function() g:set_limit(3) end), "errgroup: modify limit"
      .. " while 1 goroutines in the group are still active", "text")
    g:wait()
    g:set_limit(3)
  end,
}

scenario{
  name = "10.1h errgroup: a panic is not handed to wait",
  explore = every,
  drain = "0s",
  main = function()
    local g = errgroup.new()
    g:go(function() panic("boom") end)
    pcall(g.wait, g)
    check.unreachable("wait returned")
  end,
  expect = { always{ panic = "boom" }, never{ assertion = true } },
}

-- Go semantics, section 4: a select that had to wait.
local t = require "lib.t"
local eq, every, settle = t.eq, t.every, t.settle

scenario{
  name = "4.6 parked: any of the channels may wake it",
  explore = every,
  main = function()
    for i = 1, 3 do
      local ch, won, value = { chan(), chan(), chan() }, nil, nil
      go(function()
        won, value = select{ recv(ch[1]), recv(ch[2]), recv(ch[3]) }
      end)
      settle()
      ch[i]:send("v" .. i)
      settle()
      eq(won, i, "case")
      eq(value, "v" .. i, "value")
    end
  end,
}

scenario{
  name = "4.6 parked: a send case is completed by its receiver",
  explore = every,
  main = function()
    local a, b, won = chan(), chan(), nil
    go(function() won = select{ send(a, "x"), send(b, "y") } end)
    settle()
    eq(b:recv(), "y", "value")
    settle()
    eq(won, 2, "case")
  end,
}

scenario{
  name = "4.6 parked: the first partner wins, the second stays",
  explore = every,
  main = function()
    local a, b = chan(), chan()
    local values, wg = {}, sync.waitgroup()
    wg:add(1)
    go(function()
      values[1] = select(2, select{ recv(a), recv(b) })
      wg:done()
    end)
    settle()
    local first = go(function() a:send("a") end)
    local second = go(function() b:send("b") end)
    wg:wait()
    settle()
    local waiting = 0
    for _, g in ipairs{ first, second } do
      if g:wait_reason() == "chan send" then waiting = waiting + 1 end
    end
    eq(waiting, 1, "senders still parked")
    local _, rest = select{ recv(a), recv(b) }
    eq(values[1] < rest and values[1] .. rest or rest .. values[1], "ab",
      "both values")
  end,
}

scenario{
  name = "4.6 parked: it leaves the queues of the cases that lost",
  explore = every,
  main = function()
    local a, b = chan(), chan()
    go(function() select{ recv(a), recv(b) } end)
    settle()
    a:send(1)
    eq(select{ send(b, 2), default = true }, "default", "right after")
    settle()
    eq(select{ send(b, 2), default = true }, "default", "later")
  end,
}

scenario{
  name = "4.6 parked: many rounds leave no waiter behind on an idle channel",
  explore = every,
  main = function()
    local busy, idle = chan(), chan()
    local wg = sync.waitgroup()
    wg:go(function()
      for _ = 1, 20 do select{ recv(busy), recv(idle), recv(idle) } end
    end)
    for i = 1, 20 do busy:send(i) end
    wg:wait()
    eq(select{ send(idle, 1), default = true }, "default", "a waiter")
  end,
}

scenario{
  name = "4.6 parked: one channel may appear several times",
  explore = every,
  main = function()
    local ch, won, value = chan(), nil, nil
    go(function()
      won, value = select{ recv(ch), recv(ch), recv(ch) }
    end)
    settle()
    ch:send("once")
    settle()
    assert(won >= 1 and won <= 3, "case")
    eq(value, "once", "value")
    eq(select{ send(ch, 2), default = true }, "default", "a waiter left")
  end,
}

scenario{
  name = "4.6 parked: sent twice on one channel, one value arrives",
  explore = every,
  main = function()
    local ch, won = chan(), nil
    go(function() won = select{ send(ch, 1), send(ch, 2) } end)
    settle()
    local v = ch:recv()
    settle()
    eq(v, won, "value")
    eq(select{ recv(ch), default = true }, "default", "a waiter left")
  end,
}

scenario{
  name = "4.7 parked and closed: a receive case gives nil and false",
  explore = every,
  main = function()
    local a, b, won, value, ok = chan(), chan(), nil, 0, nil
    go(function()
      won, value, ok = select{ recv(a), recv(b) }
    end)
    settle()
    b:close()
    settle()
    eq(won, 2, "case")
    eq(value, nil, "value")
    eq(ok, false, "ok")
  end,
}

scenario{
  name = "4.7 parked and closed: a send case panics",
  explore = every,
  main = function()
    local ch, other, caught = chan(0, "ch"), chan(), nil
    go(function()
      caught = select(2, pcall(function()
        select{ send(ch, 1), recv(other) }
      end))
    end)
    settle()
    ch:close()
    settle()
    eq(caught, "send on closed channel", "text")
  end,
  expect = { always(any{ { pass = true }, { race = { name = "ch" } } }),
    never{ panic = true } },
}

scenario{
  name = "4.8 a select never meets itself: it parks",
  explore = every,
  main = function()
    local ch, won, value = chan(), nil, nil
    local g = go(function()
      won, value = select{ send(ch, "own"), recv(ch), send(ch, "own") }
    end)
    settle()
    eq(g:wait_reason(), "select", "wait reason")
    ch:send("other")
    settle()
    eq(won, 2, "case")
    eq(value, "other", "value")
  end,
}

scenario{
  name = "4.8 a select never meets itself: it takes the default",
  explore = every,
  main = function()
    local ch = chan()
    for _ = 1, 10 do
      eq(select{ send(ch, 1), recv(ch), default = true }, "default",
        "case")
    end
  end,
}

scenario{
  name = "4.8 two such selects meet one another",
  explore = every,
  main = function()
    local ch, wg = chan(), sync.waitgroup()
    local function both(own, other)
      local case, v = select{ send(ch, own, "sent"), recv(ch, "got") }
      if case == "got" then eq(v, other, "value") end
    end
    wg:go(function() both(1, 2) end)
    wg:go(function() both(2, 1) end)
    wg:wait()
  end,
}

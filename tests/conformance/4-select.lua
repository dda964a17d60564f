-- Go semantics, section 4: operands, disabled cases, the default, and the
-- reason a select waits with.
local t = require "lib.t"
local eq, every, leaks, settle = t.eq, t.every, t.leaks, t.settle

scenario{
  name = "4.1 operands are evaluated once, in source order, chosen or not",
  explore = every,
  main = function()
    local log, idle, ready = {}, chan(), chan(1)
    local function note(name, v)
      log[#log + 1] = name
      return v
    end
    select{
      recv(note("a", idle)),
      send(note("b", ready), note("c", 1)),
      recv(note("d", nilchan)),
      send(note("e", idle), note("f", 2)),
    }
    eq(table.concat(log), "abcdef", "order of evaluation")
  end,
}

scenario{
  name = "4.1 operands are evaluated before the choice",
  explore = every,
  main = function()
    local ch = chan(1)
    local function fill()
      ch:send("late")
      return nilchan
    end
    local case, v = select{ recv(ch, "ch"), recv(fill()), default = true }
    eq(case, "ch", "case")
    eq(v, "late", "value")
  end,
}

scenario{
  name = "4.1 only the chosen case receives",
  explore = every,
  main = function()
    local a, b = chan(1), chan(1)
    a:send("from a")
    b:send("from b")
    local case, v, ok = select{ recv(a, "a"), recv(b, "b") }
    eq(v, "from " .. case, "value")
    eq(ok, true, "ok")
    eq(#a + #b, 1, "values left")
  end,
}

scenario{
  name = "4.1 results: label or index, and for a receive value and ok",
  explore = every,
  main = function()
    local ch, key = chan(1), {}
    eq(select("#", select{ send(ch, 1) }), 1, "results of a send")
    eq(select("#", select{ recv(ch) }), 3, "results of a receive")
    eq(select{ recv(nilchan), send(ch, 2) }, 2, "index")
    eq(select{ recv(ch, key) }, key, "label")
    eq(select{ recv(ch), default = true }, "default", "default")
  end,
}

scenario{
  name = "4.1 results: a plain first argument means Lua's own select",
  explore = every,
  main = function()
    eq(select("#", nil, nil), 2, "count")
    eq(select(2, "a", "b"), "b", "second")
    eq(select(-1, "a", "b"), "b", "last")
  end,
}

scenario{
  name = "4.2 cases on nil channels are never chosen",
  explore = every,
  main = function()
    local ch = chan(1)
    for _ = 1, 5 do
      eq(select{ recv(nilchan), send(ch, 1), send(nilchan, 1) }, 2, "send")
      eq(select{ send(nilchan, 1), recv(nilchan), recv(ch) }, 3, "receive")
    end
  end,
}

scenario{
  name = "4.2 an entry false is no case and keeps its index",
  explore = every,
  main = function()
    local ch = chan(1)
    eq(select{ false, send(ch, 1), false }, 2, "send")
    eq(select{ false, false, recv(ch) }, 3, "receive")
    eq(select{ false, default = true }, "default", "default")
  end,
}

scenario{
  name = "4.2 another entry or key is an error",
  explore = every,
  main = function()
    local ch = chan(1)
    local bad = {
      { 1 }, { ch }, { send(ch, 1), "word" }, { send(ch, 1), other = true },
    }
    for i, cases in ipairs(bad) do
      eq(pcall(select, cases), false, "select " .. i .. " succeeded")
      eq(#ch, 0, "len after select " .. i)
    end
  end,
}

scenario{
  name = "4.2 all cases nil: parks for ever as a select",
  explore = every,
  main = function()
    local g = go(function()
      select{ recv(nilchan), send(nilchan, 1) }
    end)
    settle()
    eq(g:wait_reason(), "select", "wait reason")
  end,
  expect = leaks("select"),
}

scenario{
  name = "4.2 no cases: parks for ever",
  explore = every,
  main = function()
    local g = go(function() select{} end)
    settle()
    eq(g:wait_reason(), "select (no cases)", "wait reason")
  end,
  expect = leaks("select (no cases)"),
}

scenario{
  name = "4.2 no cases: main alone is a deadlock",
  explore = every,
  main = function() select{} end,
  expect = always{ deadlock = { wait = "select (no cases)" } },
}

scenario{
  name = "4.2 no ready case: parks as a select",
  explore = every,
  main = function()
    local a, b = chan(), chan()
    local g = go(function() select{ recv(a), recv(b) } end)
    settle()
    eq(g:wait_reason(), "select", "wait reason")
    a:send(1)
  end,
}

scenario{
  name = "4.2 one case: a receive waits as the plain operation",
  explore = every,
  main = function()
    local ch = chan()
    local g = go(function() select{ recv(ch) } end)
    settle()
    eq(g:wait_reason(), "chan receive", "wait reason")
    ch:send(1)
  end,
}

scenario{
  name = "4.2 one case: a send waits as the plain operation",
  explore = every,
  main = function()
    local ch = chan()
    local g = go(function() select{ send(ch, 1) } end)
    settle()
    eq(g:wait_reason(), "chan send", "wait reason")
    ch:recv()
  end,
}

scenario{
  name = "4.2 one case: a nil receive waits as the plain operation",
  explore = every,
  main = function()
    local g = go(function() select{ recv(nilchan) } end)
    settle()
    eq(g:wait_reason(), "chan receive (nil chan)", "wait reason")
  end,
  expect = leaks("chan receive (nil chan)"),
}

scenario{
  name = "4.2 one case: a nil send waits as the plain operation",
  explore = every,
  main = function()
    local g = go(function() select{ send(nilchan, 1) } end)
    settle()
    eq(g:wait_reason(), "chan send (nil chan)", "wait reason")
  end,
  expect = leaks("chan send (nil chan)"),
}

scenario{
  name = "4.5 default: never while a case is ready",
  explore = every,
  main = function()
    local ch, closed = chan(1), chan()
    closed:close()
    for _ = 1, 10 do
      eq(select{ send(ch, 1), default = true }, 1, "room")
      eq(select{ recv(ch), default = true }, 1, "data")
      eq(select{ recv(closed), default = true }, 1, "closed")
      eq(select{ recv(ch), recv(closed), default = true }, 2, "second")
    end
  end,
}

scenario{
  name = "4.5 default: always when no case is ready, and without waiting",
  explore = every,
  main = function()
    local ch = chan()
    local function try()
      return (select{ recv(ch), send(ch, 1), recv(nilchan),
        default = true })
    end
    for _ = 1, 10 do eq(try(), "default", "case") end
    eq(time.now(), 0, "time")
  end,
}

scenario{
  name = "4.5 default: alone it is taken",
  explore = every,
  main = function()
    eq(select{ default = true }, "default", "case")
  end,
}

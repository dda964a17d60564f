-- select, its recv and send cases, its default; and Lua's own select.
local t = require "lib.t"

scenario{
  name = "select: the ready receive case is taken, with its label",
  main = function()
    local a, b = chan(1), chan(1)
    b:send("v")
    t.results({ "from b", "v", true },
      select{ recv(a, "from a"), recv(b, "from b") })
  end,
}

scenario{
  name = "select: the ready send case is taken, with its label alone",
  main = function()
    local full, free = chan(), chan(1)
    t.results({ "free" },
      select{ send(full, 1, "full"), send(free, 2, "free") })
    t.eq(free:recv(), 2)
  end,
}

scenario{
  name = "select: without a label the index of the case is returned",
  main = function()
    local a, b = chan(1), chan(1)
    a:send("x")
    t.results({ 2, "x", true }, select{ recv(b), recv(a) })
    t.results({ 1 }, select{ send(a, "y"), recv(b) })
  end,
}

scenario{
  name = "select: a label may be any number or text, and repeat",
  main = function()
    local ch, none = chan(1), chan()
    ch:send(1)
    t.results({ 7, 1, true }, select{ recv(ch, 7), recv(none, 7) })
    t.results({ "" }, select{ send(ch, 2, ""), recv(none, "") })
  end,
}

scenario{
  name = "select: default is taken when no case is ready",
  main = function()
    local ch = chan()
    t.results({ "default" }, select{ recv(ch), default = true })
    t.results({ "default" }, select{ send(ch, 1), default = true })
    t.results({ "default" },
      select{ recv(nilchan), send(nilchan, 1), default = true })
    t.results({ "default" }, select{ default = true })
  end,
}

scenario{
  name = "select: default is never taken when a case is ready",
  main = function()
    local ch = chan(1)
    for i = 1, 100 do
      ch:send(i)
      t.results({ 1, i, true }, select{ recv(ch), default = true })
      t.eq(select{ send(ch, i, "s"), default = true }, "s")
      ch:recv()
    end
  end,
}

scenario{
  name = "select: without a ready case it waits for the first",
  main = function()
    local a, b = chan(), chan()
    go(function()
      time.sleep("3ms")
      b:send("late")
    end)
    t.results({ "b", "late", true }, select{ recv(a, "a"), recv(b, "b") })
    t.eq(time.now(), 3 * time.ms)
  end,
}

scenario{
  name = "select: a send case waits for its receiver",
  main = function()
    local a, b, got = chan(), chan(), nil
    go(function()
      time.sleep("3ms")
      got = b:recv()
    end)
    t.results({ 2 }, select{ send(a, "to a"), send(b, "to b") })
    time.sleep("1ms")
    t.eq(got, "to b")
  end,
}

scenario{
  name = "select: a case false is disabled and keeps its index",
  main = function()
    local ch = chan(1)
    ch:send("x")
    t.results({ 3, "x", true }, select{ false, false, recv(ch) })
    t.results({ "default" }, select{ false, default = true })
  end,
}

scenario{
  name = "select: a case on nilchan is never chosen",
  main = function()
    local ch = chan(1)
    for i = 1, 20 do
      ch:send(i)
      t.results({ "live", i, true },
        select{ recv(nilchan, "nil"), send(nilchan, 1), recv(ch, "live") })
    end
  end,
}

scenario{
  name = "select: a closed channel is ready to be received from",
  main = function()
    local ch = chan(1)
    ch:send("last")
    ch:close()
    local never = chan()
    t.results({ 1, "last", true }, select{ recv(ch), recv(never) })
    for _ = 1, 10 do
      t.results({ 1, nil, false, n = 3 },
        select{ recv(ch), recv(never), default = true })
    end
  end,
}

scenario{
  name = "select: a send case on a closed channel panics",
  main = function()
    local ch = chan(1)
    ch:close()
    t.panics("send on closed channel", function()
      select{ send(ch, 1), recv(nilchan) }
    end)
    t.panics("send on closed channel", function()
      select{ send(ch, 1), default = true }
    end)
  end,
}

scenario{
  name = "select: a close wakes a parked receive case",
  main = function()
    local a, b = chan(), chan()
    go(function()
      time.sleep("1ms")
      b:close()
    end)
    t.results({ 2, nil, false, n = 3 }, select{ recv(a), recv(b) })
  end,
}

scenario{
  name = "select: a close makes a parked send case panic",
  expect = always{ race = true }, -- nothing orders the send and the close
  main = function()
    local a, b = chan(), chan(0, "b")
    go(function()
      time.sleep("1ms")
      b:close()
    end)
    t.panics("send on closed channel", function()
      select{ recv(a), send(b, 1) }
    end)
  end,
  expect = { always{ race = { name = "b" } }, never{ panic = true } },
}

scenario{
  name = "select: the losing cases leave nothing behind",
  main = function()
    local busy, idle = chan(1), chan()
    for i = 1, 100 do
      go(function() busy:send(i) end)
      t.eq(select{ recv(idle, "idle"), recv(busy, "busy") }, "busy")
    end
    t.eq(select{ send(idle, 1), default = true }, "default")
  end,
}

scenario{
  name = "select: one channel may stand in several cases",
  main = function()
    local ch, picked = chan(), { 0, 0, 0 }
    go(function()
      for i = 1, 30 do ch:send(i) end
      ch:close()
    end)
    for i = 1, 30 do
      local case, v = select{ recv(ch), recv(ch), recv(ch) }
      picked[case] = picked[case] + 1
      t.eq(v, i)
    end
    t.eq(picked[1] + picked[2] + picked[3], 30)
  end,
}

scenario{
  name = "select: its own send and receive do not pair",
  main = function()
    local ch = chan()
    t.eq(select{ send(ch, 1), recv(ch), default = true }, "default")
    select{ send(ch, 1), recv(ch) }
  end,
  expect = always{ deadlock = { wait = "select", count = 1 } },
}

scenario{
  name = "select: two selects pair with each other",
  main = function()
    local ch, got = chan(), nil
    go(function()
      local _, v = select{ recv(ch), recv(nilchan) }
      got = v
    end)
    t.eq(select{ send(ch, "v"), recv(nilchan) }, 1)
    time.sleep("1ms")
    t.eq(got, "v")
  end,
}

scenario{
  name = "select: nil is a value, sent and received",
  main = function()
    local ch = chan(1)
    t.results({ "s" }, select{ send(ch, nil, "s"), recv(nilchan) })
    t.results({ 1, nil, true, n = 3 },
      select{ recv(ch), recv(nilchan) })
  end,
}

scenario{
  name = "select: no cases wait for ever",
  main = function() go(function() select{} end) end,
  expect = always{ leak = { wait = "select (no cases)", count = 1 } },
}

scenario{
  name = "select: only nil cases wait for ever",
  main = function()
    go(function() select{ recv(nilchan), send(nilchan, 1) } end)
  end,
  expect = always{ leak = { wait = "select", count = 1 } },
}

scenario{
  name = "select: a single case waits as the plain receive",
  main = function()
    local ch = chan()
    go(function() select{ recv(ch) } end)
  end,
  expect = always{ leak = { wait = "chan receive", count = 1 } },
}

scenario{
  name = "select: a single case waits as the plain send",
  main = function()
    local ch = chan()
    go(function() select{ send(ch, 1) } end)
  end,
  expect = always{ leak = { wait = "chan send", count = 1 } },
}

scenario{
  name = "select: a single case on nilchan waits as the plain operation",
  main = function() go(function() select{ recv(nilchan) } end) end,
  expect = always{ leak = { wait = "chan receive (nil chan)" } },
}

scenario{
  name = "select: a pick among ready cases is uniform",
  main = function()
    local a, b, c, n = chan(1), chan(1), chan(1), {}
    local case = { recv(a, "a"), recv(b, "b"), recv(c, "c") }
    a:close()
    b:close()
    c:close()
    for _ = 1, 3000 do
      local label = select(case)
      n[label] = (n[label] or 0) + 1
    end
    for _, label in ipairs{ "a", "b", "c" } do
      assert(n[label] > 850 and n[label] < 1150,
        label .. " was picked " .. n[label] .. " times of 3000")
    end
  end,
  explore = { strategy = "default" },
}

scenario{
  name = "select: case objects may be used again and again",
  main = function()
    local a, b, got = chan(), chan(), {}
    go(function()
      for i = 1, 3 do
        a:send(i)
        b:send(-i)
      end
    end)
    local from_a, from_b = recv(a, "a"), recv(b, "b")
    for i = 1, 6 do
      local label, v = select{ from_a, from_b }
      got[i] = label .. v
    end
    t.list(got, "a1 b-1 a2 b-2 a3 b-3")
  end,
}

scenario{
  name = "select: channels and values are evaluated once, in order",
  main = function()
    local log, ch = {}, chan(3)
    local function note(text, v)
      log[#log + 1] = text
      return v
    end
    select{
      recv(note("c1", nilchan)),
      send(note("c2", nilchan), note("v2", 2)),
      send(note("c3", ch), note("v3", 3)),
    }
    t.list(log, "c1 c2 v2 c3 v3")
    t.eq(ch:recv(), 3)
  end,
}

scenario{
  name = "select: four parked producers lose and repeat nothing",
  main = function()
    local out, done, seen = { chan(), chan(), chan(), chan() }, chan(), {}
    go(function()
      for i = 1, 200 do
        select{
          send(out[1], i), send(out[2], i), send(out[3], i),
          send(out[4], i),
        }
      end
      for i = 1, 4 do out[i]:close() end
    end)
    for i = 1, 4 do
      go(function()
        for v in out[i]:range() do
          assert(not seen[v], "twice: " .. v)
          seen[v] = true
        end
        done:send(true)
      end)
    end
    for _ = 1, 4 do done:recv() end
    t.eq(#seen, 200)
  end,
}

scenario{
  name = "select: a timeout takes exactly its virtual time",
  main = function()
    local reply = chan()
    local label = select{
      recv(reply, "reply"), recv(time.after("250ms"), "timeout"),
    }
    t.eq(label, "timeout")
    t.eq(time.now(), 250 * time.ms)
  end,
}

scenario{
  name = "select: views stand in cases as far as they go",
  main = function()
    local ch = chan(1)
    local tx, rx = ch:send_only(), ch:recv_only()
    t.eq(select{ send(tx, "v"), recv(nilchan) }, 1)
    t.results({ 1, "v", true }, select{ recv(rx), recv(nilchan) })
    t.fails("receive|recv|send-only", function()
      select{ recv(tx), default = true }
    end)
    t.fails("send|receive-only", function()
      select{ send(rx, 1), default = true }
    end)
  end,
}

scenario{
  name = "select: it waits inside pcall and inside a coroutine",
  main = function()
    local ch = chan()
    go(function()
      for i = 1, 2 do
        time.sleep("1ms")
        ch:send(i)
      end
    end)
    t.results({ true, 1, 1, true },
      pcall(select, { recv(ch), recv(nilchan) }))
    local co = coroutine.wrap(function()
      return select{ recv(nilchan), recv(ch) }
    end)
    t.results({ 2, 2, true }, co())
  end,
}

scenario{
  name = "select: an entry that is no case, or a strange key, is an error",
  main = function()
    local ch = chan(1)
    local function try(cases)
      t.fails("case|select|key|entry", select, cases)
    end
    try{ 42 }
    try{ "recv" }
    try{ true }
    try{ {} }
    try{ ch }
    try{ recv(ch), print }
    try{ otherwise = true, recv(ch) }
    try{ recv(ch), [2.5] = recv(ch) }
    t.eq(ch:len(), 0)
  end,
}

scenario{
  name = "select: of a hundred cases the one that becomes ready is taken",
  main = function()
    local silent, wanted, cases = chan(), chan(), {}
    for i = 1, 99 do cases[i] = recv(silent) end
    cases[100] = recv(wanted, "hundredth")
    go(function() wanted:send("v") end)
    t.results({ "hundredth", "v", true }, select(cases))
    t.results({ "default" }, select{ send(silent, 1), default = true })
  end,
}

scenario{
  name = "select: recv and send ask for a channel",
  main = function()
    for _, bad in ipairs{ 42, "x", {}, print, true } do
      t.fails("channel|chan", recv, bad)
      t.fails("channel|chan", send, bad, 1)
    end
    t.fails("channel|chan", recv)
    t.fails("channel|chan", send)
  end,
}

scenario{
  name = "select: with anything but a table it is Lua's own",
  main = function()
    t.results({ 3 }, select("#", nil, nil, nil))
    t.results({ 0 }, select("#"))
    t.results({ "b", "c" }, select(2, "a", "b", "c"))
    t.results({ "c" }, select(-1, "a", "b", "c"))
    t.results({ n = 0 }, select(4, "a", "b", "c"))
    t.fails("out of range|index", select, 0, "a")
    t.fails("number|table|case", select)
    t.fails("number|table|case", select, nil)
  end,
}

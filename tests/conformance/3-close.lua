-- Go semantics, section 3: what close does to receivers, senders and
-- values.
local t = require "lib.t"
local eq, every, settle = t.eq, t.every, t.settle

-- A send that is not ordered with the close is a race by itself.
local races = { always{ race = { name = "ch" } }, never{ panic = true } }

scenario{
  name = "3.6 close wakes every parked receiver with nil and false",
  explore = every,
  main = function()
    local ch, woken = chan(), 0
    for i = 1, 3 do
      go(function()
        local v, ok = ch:recv()
        eq(v, nil, "value of receiver " .. i)
        eq(ok, false, "ok of receiver " .. i)
        woken = woken + 1
      end)
    end
    settle()
    ch:close()
    settle()
    eq(woken, 3, "receivers woken")
  end,
}

scenario{
  name = "3.6 close makes every parked sender panic",
  explore = every,
  main = function()
    local ch, woken = chan(0, "ch"), 0
    for i = 1, 3 do
      go(function()
        local ok, err = pcall(ch.send, ch, i)
        eq(ok, false, "send " .. i .. " succeeded")
        eq(err, "send on closed channel", "text " .. i)
        woken = woken + 1
      end)
    end
    settle()
    ch:close()
    settle()
    eq(woken, 3, "senders woken")
  end,
  expect = races,
}

scenario{
  name = "3.6 close kills the process through a parked sender",
  explore = every,
  main = function()
    local ch = chan()
    go(function() ch:send(1) end)
    settle()
    ch:close()
    settle()
  end,
  expect = always{ panic = "send on closed channel" },
}

scenario{
  name = "3.6 close reaches receivers first: a select that waits both ways"
    .. " takes its receive",
  explore = every,
  main = function()
    local ch, way, ok = chan(0, "ch"), nil, nil
    go(function()
      local _
      way, _, ok = select{ send(ch, 1, "send"), recv(ch, "recv") }
    end)
    settle()
    ch:close()
    settle()
    eq(way, "recv", "case")
    eq(ok, false, "ok")
  end,
  expect = { always(any{ { pass = true }, { race = { name = "ch" } } }),
    never{ panic = true } },
}

scenario{
  name = "3.6 close wakes a ranging receiver, which ends its loop",
  explore = every,
  main = function()
    local ch, ended = chan(), false
    go(function()
      for _ in ch:range() do error("ran") end
      ended = true
    end)
    settle()
    ch:close()
    settle()
    eq(ended, true, "loop ended")
  end,
}

scenario{
  name = "3.6 close of a closed channel panics with that text alone",
  explore = every,
  main = function()
    local ch = chan()
    ch:close()
    local ok, err = pcall(ch.close, ch)
    eq(ok, false, "close succeeded")
    eq(err, "close of closed channel", "text")
  end,
}

scenario{
  name = "3.6 close of a closed channel kills the process",
  explore = every,
  main = function()
    local ch = chan()
    ch:close()
    ch:close()
  end,
  expect = always{ panic = "close of closed channel" },
}

scenario{
  name = "3.7 receive from closed: the buffer first, then nil and false"
    .. " for ever",
  explore = every,
  main = function()
    local ch = chan(3)
    for i = 1, 3 do ch:send(i) end
    ch:close()
    for i = 1, 3 do
      local v, ok = ch:recv()
      eq(v, i, "value " .. i)
      eq(ok, true, "ok " .. i)
    end
    for i = 1, 10 do
      local v, ok = ch:recv()
      eq(v, nil, "value after the end " .. i)
      eq(ok, false, "ok after the end " .. i)
    end
  end,
}

scenario{
  name = "3.7 receive from closed: a buffered nil still comes with true",
  explore = every,
  main = function()
    local ch = chan(1)
    ch:send(nil)
    ch:close()
    local v, ok = ch:recv()
    eq(v, nil, "value")
    eq(ok, true, "ok of the buffered nil")
    eq(select(2, ch:recv()), false, "ok after the end")
  end,
}

scenario{
  name = "3.7 receive from closed never parks on an unbuffered channel",
  explore = every,
  main = function()
    local ch = chan()
    ch:close()
    for _ = 1, 10 do eq(select(2, ch:recv()), false, "ok") end
  end,
}

scenario{
  name = "3.8 a send on a closed channel leaves no value behind",
  explore = every,
  main = function()
    local ch = chan(2)
    ch:send(1)
    ch:close()
    local ok, err = pcall(ch.send, ch, 2)
    eq(ok, false, "send succeeded")
    eq(err, "send on closed channel", "text")
    eq(#ch, 1, "len")
    eq(ch:recv(), 1, "value")
    eq(select(2, ch:recv()), false, "ok after the end")
  end,
}

scenario{
  name = "3.8 the value of a parked sender is lost at close",
  explore = every,
  main = function()
    local ch = chan(1, "ch")
    ch:send(1)
    go(function() pcall(ch.send, ch, 2) end)
    settle()
    ch:close()
    settle()
    eq(ch:recv(), 1, "buffered value")
    local v, ok = ch:recv()
    eq(v, nil, "value after the end")
    eq(ok, false, "ok after the end")
  end,
  expect = races,
}

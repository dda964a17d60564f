-- Channels: chan, nilchan, send, recv, close, range, len, cap and the views.
local t = require "lib.t"

scenario{
  name = "chan: an unbuffered send and a receive meet",
  main = function()
    local ch = chan()
    go(function() ch:send("v") end)
    t.results({ "v", true }, ch:recv())
  end,
}

scenario{
  name = "chan: an unbuffered send waits until the receiver comes",
  main = function()
    local ch, sent_at = chan(), nil
    go(function()
      ch:send(1)
      sent_at = time.now()
    end)
    time.sleep("5ms")
    t.eq(sent_at, nil, "sent before")
    ch:recv()
    time.sleep("1ms")
    t.eq(sent_at, 5 * time.ms, "sent at")
  end,
}

scenario{
  name = "chan: a buffered send waits only when the buffer is full",
  main = function()
    local ch, sent = chan(3), 0
    go(function()
      for i = 1, 4 do
        ch:send(i)
        sent = i
      end
    end)
    time.sleep("1ms")
    t.eq(sent, 3, "sent into a buffer of three")
    t.eq(ch:recv(), 1)
    time.sleep("1ms")
    t.eq(sent, 4, "sent after one receive")
  end,
}

scenario{
  name = "chan: a buffer is first in, first out",
  main = function()
    local ch, got = chan(10), {}
    for i = 1, 10 do ch:send(i) end
    for i = 1, 10 do got[i] = ch:recv() end
    t.list(got, "1 2 3 4 5 6 7 8 9 10")
  end,
}

scenario{
  name = "chan: parked receivers are served in the order they came",
  main = function()
    local ch, got = chan(), {}
    for i = 1, 5 do
      go(function()
        time.sleep(i * time.ms)
        got[i] = ch:recv()
      end)
    end
    time.sleep("100ms")
    for i = 1, 5 do ch:send(i * 10) end
    time.sleep("1ms")
    t.list(got, "10 20 30 40 50")
  end,
}

scenario{
  name = "chan: parked senders are served in the order they came",
  main = function()
    local ch, got = chan(), {}
    for i = 1, 5 do
      go(function()
        time.sleep(i * time.ms)
        ch:send(i)
      end)
    end
    time.sleep("100ms")
    for i = 1, 5 do got[i] = ch:recv() end
    t.list(got, "1 2 3 4 5")
  end,
}

scenario{
  name = "chan: the buffer comes before the parked senders",
  main = function()
    local ch, got = chan(2), {}
    for i = 1, 5 do
      go(function()
        time.sleep(i * time.ms)
        ch:send(i)
      end)
    end
    time.sleep("100ms")
    t.eq(ch:len(), 2, "len with three parked senders")
    for i = 1, 5 do got[i] = ch:recv() end
    t.list(got, "1 2 3 4 5")
  end,
}

scenario{
  name = "chan: nil is a value, and ok tells it from a closed channel",
  main = function()
    local ch = chan(2)
    ch:send(nil)
    t.eq(ch:len(), 1, "len with a nil in the buffer")
    t.results({ nil, true, n = 2 }, ch:recv())
    go(function() ch:send(nil) end)
    time.sleep("1ms")
    t.results({ nil, true, n = 2 }, ch:recv())
    ch:close()
    t.results({ nil, false, n = 2 }, ch:recv())
  end,
}

scenario{
  name = "chan: every kind of value passes, unchanged",
  main = function()
    local values = {
      1, -0.5, 2 ^ 53, math.huge, "", "a\0b", true, false, {}, print,
      function() end, chan(), nilchan, coroutine.create(function() end),
      sync.mutex(), context.background(),
    }
    for _, cap in ipairs{ 0, 1, 100 } do
      local ch = chan(cap)
      go(function()
        for i = 1, #values do ch:send(values[i]) end
      end)
      for i = 1, #values do
        local v, ok = ch:recv()
        assert(rawequal(v, values[i]), "value " .. i .. " changed")
        t.eq(ok, true)
      end
    end
  end,
}

scenario{
  name = "chan: channels travel over channels",
  main = function()
    local requests = chan()
    go(function()
      for reply in requests:range() do reply:send("pong") end
    end)
    for _ = 1, 3 do
      local reply = chan()
      requests:send(reply)
      t.eq(reply:recv(), "pong")
    end
    requests:close()
  end,
}

scenario{
  name = "chan: len counts what is buffered, cap what fits",
  main = function()
    local ch = chan(3, "jobs")
    t.eq(ch:len(), 0)
    t.eq(#ch, 0)
    t.eq(ch:cap(), 3)
    ch:send("a")
    ch:send("b")
    t.eq(ch:len(), 2)
    t.eq(#ch, 2)
    ch:recv()
    t.eq(#ch, 1)
    ch:close()
    t.eq(#ch, 1, "# of a closed channel")
    t.eq(ch:cap(), 3, "cap of a closed channel")
    t.eq(chan():cap(), 0, "cap without a capacity")
    t.eq(chan(0):cap(), 0)
    t.eq(#nilchan, 0)
    t.eq(nilchan:len(), 0)
    t.eq(nilchan:cap(), 0)
  end,
}

scenario{
  name = "chan: a closed channel gives its buffer, then nil and false",
  main = function()
    local ch = chan(3)
    ch:send(1)
    ch:send(2)
    ch:close()
    t.results({ 1, true }, ch:recv())
    t.results({ 2, true }, ch:recv())
    for _ = 1, 10 do t.results({ nil, false, n = 2 }, ch:recv()) end
  end,
}

scenario{
  name = "chan: close wakes every parked receiver",
  main = function()
    local ch, woken = chan(), 0
    for _ = 1, 5 do
      go(function()
        t.results({ nil, false, n = 2 }, ch:recv())
        woken = woken + 1
      end)
    end
    time.sleep("1ms")
    ch:close()
    time.sleep("1ms")
    t.eq(woken, 5)
  end,
}

scenario{
  name = "chan: a send on a closed channel panics, its value is lost",
  main = function()
    for _, cap in ipairs{ 0, 1 } do
      local ch = chan(cap)
      ch:close()
      t.panics("send on closed channel", ch.send, ch, "lost")
      t.results({ nil, false, n = 2 }, ch:recv())
    end
  end,
}

scenario{
  name = "chan: a parked sender panics when the channel is closed",
  expect = always{ race = true }, -- nothing orders the send and the close
  main = function()
    local ch, said = chan(0, "ch"), nil
    go(function()
      local ok, err = pcall(ch.send, ch, "lost")
      said = not ok and err
    end)
    time.sleep("1ms")
    ch:close()
    time.sleep("1ms")
    t.eq(said, "send on closed channel")
    t.results({ nil, false, n = 2 }, ch:recv())
  end,
  expect = { always{ race = { name = "ch" } }, never{ panic = true } },
}

scenario{
  name = "chan: an uncaught send on a closed channel ends the run",
  main = function()
    local ch = chan()
    ch:close()
    ch:send(1)
  end,
  expect = always{ panic = "send on closed channel" },
}

scenario{
  name = "chan: closing twice, and closing nilchan, panic",
  main = function()
    local ch = chan()
    ch:close()
    t.panics("close of closed channel", ch.close, ch)
    t.panics("close of nil channel", nilchan.close, nilchan)
  end,
}

scenario{
  name = "chan: range sees every value in order and ends at the close",
  main = function()
    for _, cap in ipairs{ 0, 2, 10 } do
      local ch, got = chan(cap), {}
      go(function()
        for i = 1, 5 do ch:send(i) end
        ch:close()
      end)
      for v in ch:range() do got[#got + 1] = v end
      t.list(got, "1 2 3 4 5", "cap " .. cap)
    end
  end,
}

scenario{
  name = "chan: range over a closed, empty channel runs zero times",
  main = function()
    local ch = chan(1)
    ch:close()
    for _ in ch:range() do error("ran") end
  end,
}

scenario{
  name = "chan: false does not end a range",
  main = function()
    local ch, n = chan(3), 0
    for _ = 1, 3 do ch:send(false) end
    ch:close()
    for v in ch:range() do
      t.eq(v, false)
      n = n + 1
    end
    t.eq(n, 3)
  end,
}

scenario{
  name = "chan: a break leaves the rest of a range in the channel",
  main = function()
    local ch = chan(3)
    for i = 1, 3 do ch:send(i) end
    for v in ch:range() do
      if v == 2 then break end
    end
    t.eq(ch:len(), 1)
    t.eq(ch:recv(), 3)
  end,
}

scenario{
  name = "chan: two ranges over one channel share its values",
  main = function()
    local ch, done, sum = chan(), chan(), 0
    for _ = 1, 2 do
      go(function()
        for v in ch:range() do sum = sum + v end
        done:send(true)
      end)
    end
    for i = 1, 10 do ch:send(i) end
    ch:close()
    done:recv()
    done:recv()
    t.eq(sum, 55)
  end,
}

scenario{
  name = "chan: nil in a range is an error that names the sender's line",
  main = function()
    for _, cap in ipairs{ 0, 1 } do
      local ch, line = chan(cap), nil
      go(function()
        line = t.line() + 1
        ch:send(nil)
      end)
      local ok, err = pcall(function()
        for _ in ch:range() do error("ran") end
      end)
      t.eq(ok, false, "ranged over nil")
      local where = "chan.lua:" .. line
      assert(tostring(err):find(where, 1, true), tostring(err)
        .. " does not name " .. where)
    end
  end,
}

scenario{
  name = "chan: nilchan blocks for ever, receiving",
  main = function() go(function() nilchan:recv() end) end,
  expect = always{ leak = { wait = "chan receive (nil chan)", count = 1 } },
}

scenario{
  name = "chan: nilchan blocks for ever, sending",
  main = function() go(function() nilchan:send(1) end) end,
  expect = always{ leak = { wait = "chan send (nil chan)", count = 1 } },
}

scenario{
  name = "chan: a range over nilchan blocks for ever",
  main = function()
    go(function()
      for _ in nilchan:range() do error("ran") end
    end)
  end,
  expect = always{ leak = { wait = "chan receive (nil chan)" } },
}

scenario{
  name = "chan: nilchan blocks main for ever: a deadlock",
  main = function() nilchan:recv() end,
  expect = always{ deadlock = { wait = "chan receive (nil chan)" } },
}

scenario{
  name = "chan: main sending to itself is a deadlock",
  main = function() chan():send(1) end,
  expect = always{ deadlock = { wait = "chan send" } },
}

scenario{
  name = "chan: a full buffer nobody empties is a deadlock",
  main = function()
    local ch = chan(3)
    for i = 1, 4 do ch:send(i) end
  end,
  expect = always{ deadlock = { wait = "chan send", count = 1 } },
}

scenario{
  name = "chan: senders nobody receives from are leaks, and counted",
  main = function()
    local ch = chan()
    for i = 1, 7 do
      go(function() ch:send(i) end)
    end
  end,
  expect = always{ leak = { wait = "chan send", count = 7 } },
}

scenario{
  name = "chan: a channel is itself, as a value and as a key",
  main = function()
    local a, b = chan(), chan()
    assert(a == a and a ~= b and a ~= nilchan)
    local names = { [a] = "a", [b] = "b", [nilchan] = "nil" }
    t.eq(names[a], "a")
    t.eq(names[b], "b")
    t.eq(names[nilchan], "nil")
    t.eq(type(tostring(a)), "string")
  end,
}

scenario{
  name = "chan: a thousand turns of ping-pong",
  main = function()
    local ping, pong = chan(), chan()
    go(function()
      for v in ping:range() do pong:send(v + 1) end
      pong:close()
    end)
    local v = 0
    for _ = 1, 1000 do
      ping:send(v)
      v = pong:recv()
    end
    t.eq(v, 1000)
    ping:close()
    t.results({ nil, false, n = 2 }, pong:recv())
  end,
}

scenario{
  name = "chan: a chain of a hundred goroutines hands one value on",
  main = function()
    local first = chan()
    local from = first
    for _ = 1, 100 do
      local to = chan()
      go(function(inn, out) out:send(inn:recv() + 1) end, from, to)
      from = to
    end
    first:send(0)
    t.eq(from:recv(), 100)
  end,
}

scenario{
  name = "chan: every value of many senders arrives exactly once",
  main = function()
    for _, cap in ipairs{ 0, 1, 10 } do
      local ch, seen, n = chan(cap), {}, 0
      local wg = sync.waitgroup()
      for i = 1, 10 do
        wg:add(1)
        go(function()
          for j = 1, 10 do ch:send(i * 100 + j) end
          wg:done()
        end)
      end
      go(function()
        wg:wait()
        ch:close()
      end)
      for v in ch:range() do
        assert(not seen[v], "twice: " .. v)
        seen[v] = true
        n = n + 1
      end
      t.eq(n, 100, "cap " .. cap)
    end
  end,
}

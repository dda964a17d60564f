-- Go semantics, section 3: nil, unbuffered and buffered channels, and
-- the queues of those who wait.
local t = require "lib.t"
local eq, every, leaks, settle = t.eq, t.every, t.leaks, t.settle

scenario{
  name = "3.1 nil channel: a send parks for ever",
  explore = every,
  main = function()
    local g = go(function() nilchan:send(1) end)
    settle()
    eq(g:wait_reason(), "chan send (nil chan)", "wait reason")
  end,
  expect = leaks("chan send (nil chan)"),
}

scenario{
  name = "3.1 nil channel: a receive parks for ever",
  explore = every,
  main = function()
    local g = go(function() nilchan:recv() end)
    settle()
    eq(g:wait_reason(), "chan receive (nil chan)", "wait reason")
  end,
  expect = leaks("chan receive (nil chan)"),
}

scenario{
  name = "3.1 nil channel: a receive by main is a deadlock",
  explore = every,
  main = function() nilchan:recv() end,
  expect = always{ deadlock = { wait = "chan receive (nil chan)",
    count = 1 } },
}

scenario{
  name = "3.1 nil channel: close panics with that text alone",
  explore = every,
  main = function()
    local ok, err = pcall(nilchan.close, nilchan)
    eq(ok, false, "close succeeded")
    eq(err, "close of nil channel", "text")
  end,
}

scenario{
  name = "3.1 nil channel: close kills the process",
  explore = every,
  main = function() nilchan:close() end,
  expect = always{ panic = "close of nil channel" },
}

scenario{
  name = "3.1 nil channel: len and cap are 0",
  explore = every,
  main = function()
    eq(nilchan:len(), 0, "len")
    eq(#nilchan, 0, "#")
    eq(nilchan:cap(), 0, "cap")
  end,
}

scenario{
  name = "3.2 unbuffered: a send completes only with its receive",
  explore = every,
  main = function()
    local ch, sent = chan(), false
    local g = go(function()
      ch:send(7)
      sent = true
    end)
    settle()
    eq(g:wait_reason(), "chan send", "wait reason")
    eq(sent, false, "sent before the receive")
    eq(ch:recv(), 7, "value")
    settle()
    eq(sent, true, "sent after the receive")
  end,
}

scenario{
  name = "3.2 unbuffered: a receive completes only with its send",
  explore = every,
  main = function()
    local ch, got = chan(), nil
    local g = go(function() got = ch:recv() end)
    settle()
    eq(g:wait_reason(), "chan receive", "wait reason")
    eq(got, nil, "received before the send")
    ch:send("word")
    settle()
    eq(got, "word", "received after the send")
  end,
}

scenario{
  name = "3.2 unbuffered: any value arrives as itself",
  explore = every,
  main = function()
    local ch = chan()
    local values = { false, {}, print, "", 0.5, ch }
    go(function()
      ch:send(nil)
      for _, v in ipairs(values) do ch:send(v) end
    end)
    local v, ok = ch:recv()
    eq(v, nil, "nil")
    eq(ok, true, "ok of a sent nil")
    for i = 1, #values do
      v, ok = ch:recv()
      eq(v, values[i], "value " .. i)
      eq(ok, true, "ok " .. i)
    end
  end,
}

scenario{
  name = "3.3 buffered: a send parks only when the buffer is full",
  explore = every,
  main = function()
    local ch, sent = chan(2), 0
    local g = go(function()
      for i = 1, 3 do
        ch:send(i)
        sent = i
      end
    end)
    settle()
    eq(sent, 2, "sent without a receiver")
    eq(g:wait_reason(), "chan send", "wait reason")
    ch:recv()
    settle()
    eq(sent, 3, "sent after one receive")
  end,
}

scenario{
  name = "3.3 buffered: a receive parks only when the buffer is empty",
  explore = every,
  main = function()
    local ch, got = chan(2), 0
    ch:send(1)
    ch:send(2)
    local g = go(function()
      for _ = 1, 3 do got = ch:recv() end
    end)
    settle()
    eq(got, 2, "received without a sender")
    eq(g:wait_reason(), "chan receive", "wait reason")
    ch:send(3)
    settle()
    eq(got, 3, "received after one more send")
  end,
}

scenario{
  name = "3.3 buffered: a send to a parked receiver bypasses the buffer",
  explore = every,
  main = function()
    local ch, got = chan(2), nil
    go(function() got = ch:recv() end)
    settle()
    ch:send(5)
    eq(#ch, 0, "len right after the send")
    settle()
    eq(got, 5, "value")
  end,
}

-- Fills ch with 1..cap, then parks `senders` goroutines with the numbers
-- that follow, in order.
local function fill_and_park(ch, senders)
  for i = 1, ch:cap() do ch:send(i) end
  for i = ch:cap() + 1, ch:cap() + senders do
    go(function() ch:send(i) end)
    settle()
  end
end

scenario{
  name = "3.4 receive from a full buffer moves the first parked sender's"
    .. " value into the tail",
  explore = every,
  main = function()
    local ch = chan(2)
    fill_and_park(ch, 1)
    eq(ch:recv(), 1, "head")
    eq(#ch, 2, "len right after the receive")
    eq(ch:recv(), 2, "second")
    eq(ch:recv(), 3, "the parked sender's")
  end,
}

scenario{
  name = "3.4 receive from a full buffer wakes that sender only",
  explore = every,
  main = function()
    local ch, woken = chan(1), {}
    ch:send(1)
    for i = 1, 2 do
      go(function()
        ch:send(i + 1)
        woken[i] = true
      end)
      settle()
    end
    ch:recv()
    settle()
    eq(woken[1], true, "first sender woken")
    eq(woken[2], nil, "second sender woken")
    eq(ch:recv(), 2, "tail")
    eq(ch:recv(), 3, "the second sender's")
  end,
}

scenario{
  name = "3.4 receive from a full buffer keeps the order of parked senders",
  explore = every,
  main = function()
    local ch = chan(3)
    fill_and_park(ch, 4)
    for i = 1, 7 do eq(ch:recv(), i, "value " .. i) end
  end,
}

scenario{
  name = "3.5 waiter queues: parked receivers are served first come",
  explore = every,
  main = function()
    local ch, got = chan(), {}
    for i = 1, 5 do
      go(function() got[i] = ch:recv() end)
      settle()
    end
    for i = 1, 5 do ch:send(i * 10) end
    settle()
    for i = 1, 5 do eq(got[i], i * 10, "receiver " .. i) end
  end,
}

scenario{
  name = "3.5 waiter queues: parked senders are served first come",
  explore = every,
  main = function()
    local ch = chan()
    for i = 1, 5 do
      go(function() ch:send(i) end)
      settle()
    end
    for i = 1, 5 do eq(ch:recv(), i, "value " .. i) end
  end,
}

scenario{
  name = "3.5 waiter queues: a select that another case won is skipped",
  explore = every,
  main = function()
    local a, b, got, plain = chan(), chan(), nil, nil
    go(function() got = select{ recv(a, "a"), recv(b, "b") } end)
    settle()
    go(function() plain = b:recv() end)
    settle()
    a:send(1)
    b:send(2)
    settle()
    eq(got, "a", "the select's case")
    eq(plain, 2, "the plain receiver's value")
  end,
}

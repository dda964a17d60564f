-- Go semantics, section 3: len and cap, range, and views of one direction.
local t = require "lib.t"
local eq, every, leaks, settle = t.eq, t.every, t.leaks, t.settle

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
  name = "3.9 len counts buffered values, not parked senders",
  explore = every,
  main = function()
    local ch = chan(2)
    eq(#ch, 0, "empty")
    fill_and_park(ch, 2)
    eq(#ch, 2, "# with two senders parked")
    eq(ch:len(), 2, "len with two senders parked")
    for _ = 1, 4 do ch:recv() end
    eq(#ch, 0, "drained")
  end,
}

scenario{
  name = "3.9 len of an unbuffered channel is 0 with a sender parked",
  explore = every,
  main = function()
    local ch = chan()
    go(function() ch:send(1) end)
    settle()
    eq(#ch, 0, "len")
    eq(ch:cap(), 0, "cap")
    ch:recv()
  end,
}

scenario{
  name = "3.9 cap never changes",
  explore = every,
  main = function()
    local ch = chan(3)
    eq(ch:cap(), 3, "new")
    ch:send(1)
    eq(ch:cap(), 3, "with a value")
    ch:close()
    eq(ch:cap(), 3, "closed")
    eq(#ch, 1, "len of the closed channel")
    ch:recv()
    eq(ch:cap(), 3, "drained")
  end,
}

scenario{
  name = "3.9 len and cap during concurrent use are no race",
  explore = every,
  main = function()
    local ch, wg = chan(2), sync.waitgroup()
    wg:go(function() for i = 1, 5 do ch:send(i) end end)
    wg:go(function() for _ = 1, 5 do ch:recv() end end)
    for _ = 1, 5 do
      assert(#ch <= 2, "len beyond cap")
      eq(ch:cap(), 2, "cap")
    end
    wg:wait()
  end,
}

scenario{
  name = "3.9 cap: a size that no channel can have is refused",
  explore = every,
  main = function()
    for _, size in ipairs{ -1, 2^31 + 1, 2^60 } do
      local ok, err = pcall(chan, size)
      eq(ok, false, "chan(" .. size .. ") succeeded")
      eq(err, "makechan: size out of range", "text for " .. size)
    end
    eq(pcall(chan, 0.5), false, "chan(0.5) succeeded")
    eq(pcall(chan, 0 / 0), false, "chan(NaN) succeeded")
  end,
}

scenario{
  name = "3.10 range receives until closed and drained",
  explore = every,
  main = function()
    local ch, sum = chan(2), 0
    go(function()
      for i = 1, 5 do ch:send(i) end
      ch:close()
    end)
    for v in ch:range() do sum = sum * 10 + v end
    eq(sum, 12345, "values")
  end,
}

scenario{
  name = "3.10 range passes false through",
  explore = every,
  main = function()
    local ch, n = chan(3), 0
    for _ = 1, 3 do ch:send(false) end
    ch:close()
    for v in ch:range() do
      eq(v, false, "value")
      n = n + 1
    end
    eq(n, 3, "rounds")
  end,
}

scenario{
  name = "3.10 range over a closed empty channel runs zero times",
  explore = every,
  main = function()
    local ch = chan(1)
    ch:close()
    for _ in ch:range() do error("ran") end
  end,
}

scenario{
  name = "3.10 range over nil parks for ever",
  explore = every,
  main = function()
    go(function() for _ in nilchan:range() do error("ran") end end)
    settle()
  end,
  expect = leaks("chan receive (nil chan)"),
}

scenario{
  name = "3.10 range that meets a nil value names the sender's line",
  explore = every,
  main = function()
    local ch = chan(2)
    local _, line = pcall(function() ch:send(nil) error("here") end)
    line = line:match("3%-len%-range%-views%.lua:%d+")
    local ok, err = pcall(function() for _ in ch:range() do end end)
    eq(ok, false, "ranging over nil succeeded")
    assert(err:find(line, 1, true), err .. " does not name " .. line)
  end,
}

scenario{
  name = "3.13 directions: a receive-only view can only receive",
  explore = every,
  main = function()
    local ch = chan(1)
    local view = ch:recv_only()
    eq(pcall(function() view:send(1) end), false, "send succeeded")
    eq(pcall(function() view:close() end), false, "close succeeded")
    eq(pcall(function()
      select{ send(view, 1), default = true }
    end), false, "a select with a send succeeded")
    eq(#ch, 0, "len")
    ch:send(1)
    eq(view:recv(), 1, "value")
    ch:close()
    for _ in view:range() do error("ran") end
  end,
}

scenario{
  name = "3.13 directions: a send-only view can only send and close",
  explore = every,
  main = function()
    local ch = chan(2)
    local view = ch:send_only()
    view:send(1)
    eq(pcall(function() view:recv() end), false, "receive succeeded")
    eq(pcall(function()
      for _ in view:range() do break end
    end), false, "range succeeded")
    eq(pcall(function()
      select{ recv(view), default = true }
    end), false, "a select with a receive succeeded")
    eq(select{ send(view, 2, "sent"), default = true }, "sent", "select")
    eq(#view, 2, "len")
    eq(view:cap(), 2, "cap")
    view:close()
    eq(ch:recv(), 1, "first value")
    eq(ch:recv(), 2, "second value")
    eq(select(2, ch:recv()), false, "ok once closed")
  end,
}

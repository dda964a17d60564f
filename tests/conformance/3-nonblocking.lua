-- Go semantics, section 3: operations that must not wait (a select with a
-- default).
local t = require "lib.t"
local eq, every = t.eq, t.every

local function try_recv(ch)
  return select{ recv(ch, "recv"), default = true }
end

local function try_send(ch, v)
  return (select{ send(ch, v, "send"), default = true })
end

scenario{
  name = "3.11 non-blocking: a nil channel takes the default",
  explore = every,
  main = function()
    eq(try_recv(nilchan), "default", "receive")
    eq(try_send(nilchan, 1), "default", "send")
  end,
}

scenario{
  name = "3.11 non-blocking: receive from closed succeeds",
  explore = every,
  main = function()
    local ch = chan(1)
    ch:send(4)
    ch:close()
    local case, v, ok = try_recv(ch)
    eq(case, "recv", "case with data")
    eq(v, 4, "value")
    eq(ok, true, "ok")
    case, v, ok = try_recv(ch)
    eq(case, "recv", "case when drained")
    eq(v, nil, "value when drained")
    eq(ok, false, "ok when drained")
  end,
}

scenario{
  name = "3.11 non-blocking: send on closed panics with that text alone",
  explore = every,
  main = function()
    local ch = chan(1)
    ch:close()
    local ok, err = pcall(try_send, ch, 1)
    eq(ok, false, "send succeeded")
    eq(err, "send on closed channel", "text")
  end,
}

scenario{
  name = "3.11 non-blocking: send on closed kills the process",
  explore = every,
  main = function()
    local ch = chan(1)
    ch:close()
    try_send(ch, 1)
  end,
  expect = always{ panic = "send on closed channel" },
}

scenario{
  name = "3.11 non-blocking: no partner and no room take the default",
  explore = every,
  main = function()
    local sync_ch, full = chan(), chan(1)
    eq(try_send(sync_ch, 1), "default", "send without a receiver")
    eq(try_recv(sync_ch), "default", "receive without a sender")
    eq(try_recv(full), "default", "receive from an empty buffer")
    eq(try_send(full, 1), "send", "send with room")
    eq(try_send(full, 2), "default", "send to a full buffer")
    eq(select(2, try_recv(full)), 1, "receive with data")
  end,
}

scenario{
  name = "3.11 non-blocking: a parked partner is met",
  explore = every,
  main = function()
    local down, up, got = chan(), chan(), nil
    go(function()
      got = down:recv()
      up:send(got + 1)
    end)
    time.sleep("1ms")
    eq(try_send(down, 1), "send", "send to a parked receiver")
    time.sleep("1ms")
    local case, v = try_recv(up)
    eq(case, "recv", "receive from a parked sender")
    eq(v, 2, "value")
    eq(got, 1, "the partner's value")
  end,
}

-- The value leaves a again, but only once b is ready, so at
-- every instant one of the two channels is.
local function one_always_ready(b, make_b_ready)
  local a, verdict = chan(1), chan(1)
  a:send(1)
  go(function()
    verdict:send((select{ recv(a), recv(b), default = true }))
  end)
  make_b_ready()
  select{ recv(a), default = true }
  assert(verdict:recv() ~= "default", "both channels looked empty")
end

scenario{
  name = "3.12 one instant: with one of two buffers always full, never the"
    .. " default",
  explore = every,
  main = function()
    for _ = 1, 5 do
      local b = chan(1)
      one_always_ready(b, function() b:send(1) end)
    end
  end,
}

scenario{
  name = "3.12 one instant: with a close in place of the second value",
  explore = every,
  main = function()
    for _ = 1, 5 do
      local b = chan(1)
      one_always_ready(b, function() b:close() end)
    end
  end,
}

scenario{
  name = "3.12 one instant: a channel closed over pending data never looks"
    .. " empty",
  explore = every,
  main = function()
    for _ = 1, 5 do
      local ch, verdict = chan(1), chan(1)
      ch:send(1)
      go(function() verdict:send((try_recv(ch))) end)
      ch:close()
      ch:recv()
      eq(verdict:recv(), "recv", "case")
    end
  end,
}

-- Simulated connections: net.listen, net.dial, conn.
local t = require "lib.t"

-- A connected pair: the client's end, the server's, the listener.
local function connected(addr)
  local l = net.listen(addr or "db:5432")
  local client = net.dial(addr or "db:5432")
  return client, l:accept(), l
end

local function close_all(...)
  for i = 1, select("#", ...) do
    (select(i, ...)):close()
  end
end

scenario{
  name = "net: what is written is read, in order, both ways",
  main = function()
    local a, b, l = connected()
    t.eq(a:write("one"), 3)
    a:write("two")
    t.eq(b:read(), "one")
    t.eq(b:read(), "two")
    b:write("three")
    t.eq(a:read(2), "th")
    t.eq(a:read(2), "re")
    t.eq(a:read(), "e")
    close_all(a, b, l)
  end,
}

scenario{
  name = "net: a reader waits as for input",
  main = function()
    local a, b, l = connected()
    local g = go("reader", function()
      t.eq(b:read(), "late")
      b:close()
    end)
    time.sleep("1ms")
    t.eq(g:wait_reason(), "IO wait")
    a:write("late")
    close_all(a, l)
  end,
}

scenario{
  name = "net: a reader that nobody writes to is a leak in IO wait",
  main = function()
    local _, b = connected()
    go("reader", function() b:read() end)
  end,
  expect = always{ leak = { wait = "IO wait", name = "reader", count = 1 } },
}

scenario{
  name = "net: after the other end is closed comes what was sent, then EOF",
  main = function()
    local a, b, l = connected()
    a:write("bye")
    a:close()
    t.eq(b:read(), "bye")
    for _ = 1, 2 do
      local v, err = b:read()
      t.eq(v, nil)
      t.eq(err, net.eof)
      t.eq(tostring(err), "EOF")
    end
    close_all(b, l)
  end,
}

scenario{
  name = "net: errors have Go's texts",
  main = function()
    local a, b, l = connected()
    local name = a:local_addr() .. "->db:5432"
    b:close()
    local n, err = a:write("x")
    t.eq(n, 0)
    t.eq(tostring(err), "write tcp " .. name .. ": write: broken pipe")
    a:close()
    err = (select(2, a:read()))
    t.eq(tostring(err),
      "read tcp " .. name .. ": use of closed network connection")
    t.eq(errors.is(err, net.closed), true)
    t.eq(tostring(a:close()),
      "close tcp " .. name .. ": use of closed network connection")
    err = (select(2, net.listen("db:5432")))
    t.eq(tostring(err),
      "listen tcp db:5432: bind: address already in use")
    l:close()
    err = (select(2, l:accept()))
    t.eq(tostring(err),
      "accept tcp db:5432: use of closed network connection")
    err = (select(2, net.dial("db:5432")))
    t.eq(tostring(err),
      "dial tcp db:5432: connect: connection refused")
  end,
}

scenario{
  name = "net: who closes with something unread resets the other end",
  main = function()
    local a, b, l = connected()
    a:write("never read")
    b:close()
    local _, err = a:read()
    t.eq(tostring(err), "read tcp " .. a:local_addr()
      .. "->db:5432: read: connection reset by peer")
    close_all(a, l)
  end,
}

scenario{
  name = "net: a close wakes who reads the same end",
  main = function()
    local a, b, l = connected()
    local got = chan(1)
    go(function()
      local _, err = a:read()
      got:send(errors.is(err, net.closed))
    end)
    time.sleep("1ms")
    a:close()
    t.eq(got:recv(), true)
    close_all(b, l)
  end,
}

scenario{
  name = "net: a deadline ends a read, and only then",
  main = function()
    local a, b, l = connected()
    a:set_deadline(time.now() + 5 * time.ms)
    local v, err = a:read()
    t.eq(v, nil)
    t.eq(time.now(), 5 * time.ms)
    t.eq(err:timeout(), true)
    t.eq(errors.is(err, net.timeout), true)
    t.eq(tostring(err), "read tcp " .. a:local_addr()
      .. "->db:5432: i/o timeout")
    a:set_deadline("2ms") -- from now
    b:write("x")
    t.eq(a:read(), "x")
    a:set_deadline(nil)
    go(function() time.sleep("1h") b:write("y") end)
    t.eq(a:read(), "y")
    close_all(a, b, l)
  end,
}

scenario{
  name = "net: a deadline set meanwhile ends a wait under way",
  main = function()
    local a, b, l = connected()
    go(function()
      time.sleep("1ms")
      a:set_read_deadline("1ms")
    end)
    local _, err = a:read()
    t.eq(err:timeout(), true)
    t.eq(time.now(), 2 * time.ms)
    close_all(a, b, l)
  end,
}

scenario{
  name = "net: a writer waits while too much is on its way",
  main = function()
    local a, b, l = connected()
    local written = false
    local g = go(function()
      t.eq(a:write(("x"):rep(100000)), 100000)
      written = true
    end)
    time.sleep("1ms")
    t.eq(g:wait_reason(), "IO wait")
    t.eq(#b:read(65536), 65536)
    time.sleep("1ms")
    t.eq(written, true)
    t.eq(#b:read(65536), 100000 - 65536)
    a:set_write_deadline("1ms")
    local n, err = a:write(("y"):rep(70000))
    t.eq(n, 65536)
    t.eq(err:timeout(), true)
    close_all(b, a, l)
  end,
}

scenario{
  name = "net: a listener without a host takes all, port 0 is any",
  main = function()
    local l = net.listen(":80")
    t.eq(l:addr(), "[::]:80")
    local a = net.dial("web:80")
    local b = l:accept()
    t.eq(a:remote_addr(), "web:80")
    t.eq(b:remote_addr(), a:local_addr())
    local any = net.listen("localhost:0")
    t.eq(any:addr():match("^localhost:(%d+)$") ~= nil, true)
    close_all(a, b, l, any)
  end,
}

scenario{
  name = "net: dialling with a context that has ended fails",
  main = function()
    local l = net.listen(":80")
    local ctx, cancel = context.with_cancel(context.background())
    cancel()
    local _, err = net.dial("web:80", ctx)
    t.eq(tostring(err), "dial tcp web:80: operation was canceled")
    ctx = context.with_timeout(context.background(), "1ms")
    time.sleep("2ms")
    _, err = net.dial("web:80", ctx)
    t.eq(tostring(err), "dial tcp web:80: i/o timeout")
    l:close()
  end,
}

scenario{
  name = "net: a full backlog makes the next one wait",
  main = function()
    local l = net.listen(":80")
    local all = {}
    for i = 1, 128 do all[i] = net.dial("web:80") end
    local ctx, cancel = context.with_timeout(context.background(), "1ms")
    local _, err = net.dial("web:80", ctx)
    t.eq(tostring(err), "dial tcp web:80: i/o timeout")
    cancel()
    go(function() time.sleep("1ms") l:accept():close() end)
    all[129] = net.dial("web:80")
    t.eq(time.now(), 2 * time.ms)
    l:close()
    local v, lost = all[129]:read()
    t.eq(v, nil)
    t.eq(lost, net.eof)
    for i = 1, 129 do all[i]:close() end
  end,
}

scenario{
  name = "net: a message orders what was done before it",
  main = function()
    local a, b, l = connected()
    local x = shared(0, "x")
    go(function() x:set(1) a:write("go") a:close() end)
    b:read()
    x:set(2)
    close_all(b, l)
  end,
  explore = { runs = 50 },
}

scenario{
  name = "net: an open connection is a resource of its line",
  main = function()
    local l = net.listen(":80")
    net.dial("web:80")
    l:close()
  end,
  expect = always{ resource = { kind = "tcp connection", count = 1 } },
}

scenario{
  name = "net: a door that opens late opens for nobody",
  main = function()
    local l = net.listen(":80")
    go("late", function() net.dial("web:80"):close() end)
    runtime.gosched()
    net.dial("web:80"):close()
    for _ = 1, 2 do l:accept():close() end
    go(function() l:accept() end) -- must wait, not look again and again
    time.sleep("2ms")
    l:close()
  end,
  chaos = { { fault = "delay", at = "io.ready", goroutine = "late", by = "1ms",
    nth = 1 } },
}

scenario{
  name = "net: a deadline is met by who is on its way to wait",
  main = function()
    local a, b, l = connected()
    go(function() a:set_read_deadline(1) end)
    local _, err = a:read()
    t.eq(err:timeout(), true)
    close_all(a, b, l)
  end,
  explore = { runs = 50 },
}

scenario{
  name = "net: after its deadline a connection gives no more, as in Go",
  main = function()
    local a, b, l = connected()
    b:write("x")
    a:set_deadline("-1ms")
    local _, err = a:read()
    t.eq(err:timeout(), true)
    local n
    n, err = a:write("y")
    t.eq(n, 0)
    t.eq(err:timeout(), true)
    a:set_deadline(nil)
    t.eq((a:read()), "x")
    close_all(a, b, l)
  end,
}

scenario{
  name = "net: misuse is told",
  main = function()
    local a, b, l = connected()
    t.fails("an address is a string such as", net.listen, 80)
    t.fails("an address is a string such as", net.dial, "nonsense")
    t.fails("a string expected, got nil", a.write, a)
    t.fails("a whole number of bytes", a.read, a, 0)
    t.fails("is the colon missing", a.read)
    t.fails("is the colon missing", l.accept, a)
    t.fails("a time in nanoseconds", a.set_deadline, a, {})
    close_all(a, b, l)
  end,
}

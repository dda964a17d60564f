-- Go semantics, section 3, last entry: which channel operations order the
-- accesses around them. An unordered pair is a race in every schedule,
-- whether the two touch or not, hence `always`.
local t = require "lib.t"
local eq, every = t.eq, t.every
local unordered = { always{ race = { name = "x" } }, never{ panic = true } }
local on_channel = { always{ race = { name = "ch" } },
  never{ panic = true } }

-- One goroutine writes x and then signals; main awaits and reads x.
local function handover(signal, await)
  return function()
    local x = shared(0, "x")
    local ch = chan(1)
    go(function()
      x:set(1)
      signal(ch)
    end)
    await(ch)
    eq(x:get(), 1, "x")
  end
end

local function do_send(ch) ch:send(true) end
local function do_recv(ch) ch:recv() end
local function do_close(ch) ch:close() end

scenario{
  name = "3.14 order: a send precedes the receive of its value",
  explore = every,
  main = handover(do_send, do_recv),
}

scenario{
  name = "3.14 order: a close precedes the receive that it ends",
  explore = every,
  main = handover(do_close, do_recv),
}

scenario{
  name = "3.14 order: a select's send and receive order like plain ones",
  explore = every,
  main = handover(
    function(ch) select{ send(ch, true), recv(nilchan) } end,
    function(ch) select{ recv(ch), send(nilchan, true) } end),
}

scenario{
  name = "3.14 order: without a channel operation there is none",
  explore = every,
  main = function()
    local x = shared(0, "x")
    go(function() x:set(1) end)
    time.sleep("1ms")
    x:get()
  end,
  expect = unordered,
}

-- Main sends and reads; the other writes x and receives.
local function backwards(cap)
  return function()
    local x, ch = shared(0, "x"), chan(cap)
    go(function()
      x:set(1)
      ch:recv()
    end)
    ch:send(true)
    x:get()
  end
end

scenario{
  name = "3.14 order: an unbuffered receive precedes the end of its send",
  explore = every,
  main = backwards(0),
}

scenario{
  name = "3.14 order: a buffered receive does not precede the end of its"
    .. " send",
  explore = every,
  main = backwards(1),
  expect = unordered,
}

-- A channel as a semaphore of `cap` places.
local function guarded(cap, workers)
  return function()
    local x, ch, wg = shared(0, "x"), chan(cap), sync.waitgroup()
    for _ = 1, workers do
      wg:go(function()
        ch:send(true)
        x:update(function(v) return v + 1 end)
        ch:recv()
      end)
    end
    wg:wait()
    if cap == 1 then eq(x:get(), workers, "x") end
  end
end

scenario{
  name = "3.14 order: the k-th receive precedes the end of send k+C, C = 1",
  explore = every,
  main = guarded(1, 3),
}

scenario{
  name = "3.14 order: with C = 2 two holders are not ordered",
  explore = every,
  main = guarded(2, 2),
  expect = unordered,
}

scenario{
  name = "3.14 order: the k-th receive precedes the end of send k+C, C = 2",
  explore = every,
  main = function()
    local x, ch = shared(0, "x"), chan(2)
    go(function()
      x:set(1)
      ch:recv()
    end)
    for _ = 1, 3 do ch:send(true) end
    eq(x:get(), 1, "x")
  end,
}

scenario{
  name = "3.14 a send and an unordered close race on the channel",
  explore = every,
  main = function()
    local ch = chan(1, "ch")
    go(function() pcall(ch.send, ch, 1) end)
    ch:close()
  end,
  expect = on_channel,
}

scenario{
  name = "3.14 a send long before an unordered close races just the same",
  explore = every,
  main = function()
    local ch = chan(1, "ch")
    go(function() ch:send(1) end)
    time.sleep("1s")
    ch:close()
  end,
  expect = on_channel,
}

scenario{
  name = "3.14 a send ordered before the close is no race",
  explore = every,
  main = function()
    local ch, wg = chan(2), sync.waitgroup()
    for i = 1, 2 do wg:go(function() ch:send(i) end) end
    wg:wait()
    ch:close()
  end,
}

scenario{
  name = "3.14 a receive and an unordered close are no race",
  explore = every,
  main = function()
    local ch = chan()
    go(function() ch:recv() end)
    ch:close()
  end,
}

scenario{
  name = "3.14 len and cap do not race with send, receive and close",
  explore = every,
  main = function()
    local ch = chan(1)
    go(function()
      ch:send(1)
      ch:recv()
      ch:close()
    end)
    for _ = 1, 3 do
      ch:len()
      ch:cap()
    end
  end,
}

-- Partial deadlocks: who can never go on, known while others still do.
local t = require "lib.t"

local function waits_for_what_nobody_has()
  local ch = chan(0, "lost")
  go("lost", function() ch:recv() end)
end

local function waits_in_a_circle()
  local a, b = sync.mutex("a"), sync.mutex("b")
  local function both(first, second)
    first:lock()
    time.sleep("1ms")
    second:lock()
  end
  go("ab", both, a, b)
  go("ba", both, b, a)
  return a, b
end

-- Beside a leak it is a further finding.
scenario{
  name = "partial: main goes on, and then it is a leak as well",
  main = function()
    waits_for_what_nobody_has()
    time.sleep("1s")
  end,
  expect = {
    always{ leak = { count = 1 }, deadlock = { partial = true } },
    always{ deadlock = { partial = true, name = "lost", count = 1 } },
    always{ deadlock = { name = "lost" } },
    never{ deadlock = { partial = false } },
    never{ pass = true },
  },
}

scenario{
  name = "partial: locks in a circle, while main holds on to them",
  main = function()
    local a, b = waits_in_a_circle()
    time.sleep("1s")
    t.eq(a:try_lock(), false)
    t.eq(b:try_lock(), false)
  end,
  expect = {
    always{ deadlock = { partial = true, cycle = 2, count = 2 } },
    always{ deadlock = { partial = true, name = "ab" } },
    never{ deadlock = { partial = false } },
  },
}

-- Where the others go on for ever, or all ends with main, it is the verdict.
scenario{
  name = "partial: main serves until time is up",
  main = function()
    waits_in_a_circle()
    waits_for_what_nobody_has()
    while true do time.sleep("1s") end
  end,
  timeout = "1m",
  expect = {
    always{ deadlock = { partial = true, count = 3 }, limit = true },
    never{ leak = true }, never{ limit = "steps" },
  },
}

scenario{
  name = "partial: the run ends with main",
  main = function()
    waits_for_what_nobody_has()
    time.sleep("1ms")
  end,
  drain = "0s",
  expect = always{ deadlock = { partial = true, count = 1 } },
}

scenario{
  name = "partial: while another one goes round for ever",
  main = function()
    waits_for_what_nobody_has()
    while true do runtime.gosched() end
  end,
  explore = { strategy = "default" },
  expect = always{ deadlock = { partial = true, name = "lost" },
    livelock = true },
}

scenario{
  name = "partial: an exit does not hide it",
  main = function()
    waits_for_what_nobody_has()
    time.sleep("1ms")
    runtime.exit(0)
  end,
  expect = always{ deadlock = { partial = true } },
}

-- A whole chain of goroutines that wait for each other, and one that waits in
-- several places.
scenario{
  name = "partial: a chain that nobody holds the end of",
  main = function()
    local function chain()
      local left = chan()
      for _ = 1, 100 do
        local right = chan()
        go("link", function(from, to) to:send((from:recv())) end, left, right)
        left = right
      end
      local last = left
      go("end", function() select{ recv(last), recv(nilchan) } end)
    end
    chain()
    time.sleep("1ms")
    time.sleep("1ms")
  end,
  explore = { runs = 3 },
  expect = always{ deadlock = {
    { partial = true, name = "link", count = 100 },
    { partial = true, name = "end", count = 1 },
  } },
}

-- What is no partial deadlock.
local function none(name, main)
  scenario{
    name = "no partial deadlock: " .. name, main = main,
    expect = never{ deadlock = true },
  }
end

none("somebody who sleeps has the other end", function()
  local ch = chan()
  go(function() ch:recv() end)
  go(function()
    time.sleep("1s")
    ch:send(1)
  end)
  time.sleep("2s")
end)

none("the other end is in a buffer that somebody reads", function()
  local mail = chan(1)
  local function ask()
    local reply = chan()
    mail:send(reply)
    go("asks", function() reply:recv() end)
  end
  ask()
  time.sleep("1s")
  mail:recv():send(1)
end)

none("the other end is in a value on its way", function()
  local mail = chan()
  local function ask()
    local reply = chan()
    go("asks", function()
      mail:send(reply)
      reply:recv()
    end)
  end
  ask()
  time.sleep("1s")
  mail:recv():send(1)
end)

none("a deferred call has the other end", function()
  local function start()
    local ch = chan()
    go("waits", function() ch:recv() end)
    go("defers", function()
      defer(ch.close, ch)
      time.sleep("1s")
    end)
  end
  start()
  time.sleep("5s")
end)

none("a chain whose end a timer holds", function()
  local function start()
    local a, b = chan(), chan()
    go(function() b:send((a:recv())) end)
    go(function() b:recv() end)
    time.after_func("1s", function() a:send(1) end)
  end
  start()
  time.sleep("5s")
end)

none("a context with a deadline ends the wait", function()
  local function start()
    local ctx = context.with_timeout(context.background(), "1s")
    local below = context.with_cancel(ctx)
    go(function() below:done():recv() end)
  end
  start()
  time.sleep("5s")
end)

none("a ticker, a stopped timer that is reset", function()
  local function start()
    local timer, ticker = time.new_timer("1s"), time.new_ticker("1s")
    timer:stop()
    go(function() timer.c:recv() end)
    go(function() for _ = 1, 3 do ticker.c:recv() end ticker:stop() end)
    return timer
  end
  local timer = start()
  time.sleep("5s")
  timer:reset("1s")
  time.sleep("5s")
end)

none("a lock that a third one gives back", function()
  local a = sync.mutex("a")
  a:lock()
  go(function()
    a:lock()
    a:unlock()
  end)
  time.sleep("1s")
  go(function() a:unlock() end)
end)

none("a circle of locks that a third one opens", function()
  local a, b = sync.mutex("a"), sync.mutex("b")
  go(function()
    a:lock()
    time.sleep("1ms")
    b:lock()
    a:unlock()
  end)
  go(function()
    b:lock()
    time.sleep("1ms")
    a:lock()
  end)
  time.sleep("1s")
  b:unlock()
  time.sleep("1s")
end)

none("inside a coroutine, and through a global", function()
  box = chan()
  go(function()
    local co = coroutine.wrap(function() box:recv() end)
    co()
  end)
  time.sleep("1s")
  box:close()
end)

none("a connection that somebody answers late", function()
  local l = net.listen("db:1")
  go(function()
    local c = l:accept()
    c:read()
    time.sleep("1s")
    c:write("answer")
    c:close()
    l:close()
  end)
  local c = net.dial("db:1", context.background())
  c:write("question")
  t.eq((c:read()), "answer")
  c:close()
end)

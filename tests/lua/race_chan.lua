-- Data races, and what channels order.
local t = require "lib.t"
local races = require "lib.races"
local racy, fine = races.judged(scenario)
local together = races.together

---- channels

racy("what is done after the send", "x", function()
  local x, ch = shared(0, "x"), chan()
  go(function()
    ch:send(1)
    x:set(1)
  end)
  ch:recv()
  x:get()
end)

racy("what is done before the receive", "x", function()
  local x, ch = shared(0, "x"), chan(1)
  go(function()
    x:set(1)
    ch:send(1)
  end)
  x:get()
  ch:recv()
end)

for cap = 1, 3 do
  racy("receives do not order the first sends, cap " .. cap, "x", function()
    local x, ch = shared(0, "x"), chan(cap)
    go(function()
      x:set(1)
      ch:recv()
    end)
    for _ = 1, cap do ch:send(1) end
    x:get()
  end)

  racy("more holders than one, cap " .. cap + 1, "x", function()
    local x, places, fs = shared(0, "x"), chan(cap + 1), {}
    for i = 1, cap + 1 do
      fs[i] = function()
        places:send(1)
        x:set(i)
        places:recv()
      end
    end
    together(unpack(fs))
  end)

  fine("a send and its receive, cap " .. cap, function()
    local x, ch = shared(0), chan(cap)
    go(function()
      for _ = 1, cap do ch:send(0) end
      x:set(1)
      ch:send(1)
      ch:send(0)
    end)
    repeat until ch:recv() == 1
    t.eq(x:get(), 1)
    ch:recv()
  end)

  fine("a receive and the send a capacity later, cap " .. cap, function()
    local x, ch = shared(0), chan(cap)
    go(function()
      x:set(1)
      ch:recv()
      ch:recv()
    end)
    for _ = 1, cap + 1 do ch:send(1) end
    t.eq(x:get(), 1)
    ch:send(1)
  end)
end

racy("two who receive are not ordered", "x", function()
  local x, ch = shared(0, "x"), chan(2)
  ch:send(1)
  ch:send(2)
  local function take()
    ch:recv()
    x:set(1)
  end
  together(take, take)
end)

racy("two who send are not ordered", "x", function()
  local x, ch = shared(0, "x"), chan()
  for i = 1, 2 do
    go(function()
      x:set(i)
      ch:send(i)
    end)
  end
  ch:recv()
  ch:recv()
end)

racy("a receive that finds nothing orders nothing", "x", function()
  local x, ch = shared(0, "x"), chan()
  go(function()
    x:set(1)
    select{ send(ch, 1), default = true }
  end)
  select{ recv(ch), default = true }
  x:get()
end)

racy("the length of a channel orders nothing", "x", function()
  local x, ch = shared(0, "x"), chan(1)
  go(function()
    x:set(1)
    ch:send(1)
  end)
  while #ch == 0 do time.sleep("1ms") end
  x:get()
end)

racy("a case that was not chosen orders nothing", "x", function()
  local x, a, b = shared(0, "x"), chan(1), chan(1)
  b:send(true)
  go(function()
    x:set(1)
    a:send(true)
  end)
  select{ recv(b), recv(nilchan) }
  x:get()
  a:recv()
end)

racy("what is done after the close", "x", function()
  local x, ch = shared(0, "x"), chan()
  go(function()
    ch:close()
    x:set(1)
  end)
  ch:recv()
  x:get()
end)

fine("a rendezvous orders both ways", function()
  local x, y, ch = shared(0), shared(0), chan()
  go(function()
    x:set(1)
    ch:send(1)
    t.eq(y:get(), 2)
  end)
  y:set(2)
  ch:recv()
  t.eq(x:get(), 1)
end)

local filled = chan(2)
filled:send(0)
fine("a channel that held a value before the run began", function()
  local x = shared(0)
  go(function()
    x:set(1)
    filled:send(1)
  end)
  filled:recv()
  filled:recv()
  t.eq(x:get(), 1)
end)

fine("a baton goes round", function()
  local x, ring = shared(0), {}
  for i = 1, 4 do ring[i] = chan() end
  for i = 1, 3 do
    go(function()
      for _ = 1, 2 do
        ring[i]:recv()
        x:set(x:get() + 1)
        ring[i + 1]:send(true)
      end
    end)
  end
  for _ = 1, 2 do
    ring[1]:send(true)
    ring[4]:recv()
  end
  t.eq(x:get(), 6)
end)

fine("a channel of one place as a lock", function()
  local x, lock, fs = shared(0), chan(1), {}
  for i = 1, 3 do
    fs[i] = function()
      lock:send(true)
      x:set(x:get() + 1)
      lock:recv()
    end
  end
  together(unpack(fs))
  t.eq(x:get(), 3)
end)

fine("a chain of goroutines", function()
  local x, first = shared(0), chan()
  local left = first
  for _ = 1, 30 do
    local l, r = left, chan()
    go(function()
      r:recv()
      x:set(x:get() + 1)
      l:send(true)
    end)
    left = r
  end
  left:send(true)
  first:recv()
  t.eq(x:get(), 30)
end)

fine("a pipeline hands a value on", function()
  local a, b, c = chan(), chan(2), chan(1)
  local function stage(from, to)
    go(function()
      for v in from:range() do
        v:set(v:get() + 1)
        to:send(v)
      end
      to:close()
    end)
  end
  stage(a, b)
  stage(b, c)
  go(function()
    for _ = 1, 3 do a:send(shared(0)) end
    a:close()
  end)
  for v in c:range() do t.eq(v:get(), 2) end
end)

fine("a close and all who receive it", function()
  local x, ch, wg = shared(0), chan(), sync.waitgroup()
  for _ = 1, 3 do
    wg:go(function()
      ch:recv()
      t.eq(x:get(), 1)
    end)
  end
  x:set(1)
  ch:close()
  wg:wait()
end)

fine("what lies in a closed channel was sent before", function()
  local x, ch = shared(0), chan(2)
  go(function()
    x:set(1)
    ch:send(1)
    x:set(2)
    ch:send(2)
    ch:close()
  end)
  local n = 0
  for v in ch:range() do n = v end
  t.eq(n, x:get())
end)

fine("selects order like plain operations", function()
  local x, a, b = shared(0), chan(), chan(1)
  go(function()
    x:set(1)
    select{ send(a, 1), recv(nilchan) }
    select{ recv(b), recv(nilchan) }
    x:set(x:get() + 1)
    a:close()
  end)
  select{ recv(a), recv(nilchan) }
  x:set(x:get() + 1)
  select{ send(b, 1), recv(nilchan) }
  select{ recv(a), recv(nilchan) }
  t.eq(x:get(), 3)
end)

fine("a select that finds the value orders", function()
  local x, ch = shared(0), chan(1)
  go(function()
    x:set(1)
    ch:send(1)
  end)
  if select{ recv(ch, "got"), default = true } == "got" then
    t.eq(x:get(), 1)
  end
end)

fine("a request and its reply", function()
  local state, requests = shared(0), chan()
  go(function()
    for reply in requests:range() do
      state:set(state:get() + 1)
      reply:send(state:get())
    end
  end)
  local function ask()
    local reply = chan(1)
    requests:send(reply)
    reply:recv()
  end
  together(ask, ask, ask)
  requests:close()
end)

---- send and close

racy("a send and a close", "ch", function()
  local ch = chan(1, "ch")
  go(function() pcall(ch.send, ch, 1) end)
  ch:close()
end)

racy("a send that another one received and a close", "ch", function()
  local ch = chan(1, "ch")
  go(function() ch:send(1) end)
  go(function() ch:recv() end)
  time.sleep("1ms")
  ch:close()
end)

racy("a send of a select and a close", "ch", function()
  local ch = chan(1, "ch")
  go(function()
    pcall(function() select{ send(ch, 1), recv(nilchan) } end)
  end)
  ch:close()
end)

racy("a parked send and a close", "ch", function()
  local ch = chan(0, "ch")
  go(function() pcall(ch.send, ch, 1) end)
  time.sleep("1ms")
  ch:close()
end)

racy("of two who send one is not waited for", "ch", function()
  local ch, wg = chan(2, "ch"), sync.waitgroup()
  wg:go(function() ch:send(1) end)
  go(function() pcall(ch.send, ch, 2) end)
  wg:wait()
  ch:close()
end)

racy("a send through a view and a close", "ch", function()
  local ch = chan(1, "ch")
  local out = ch:send_only()
  go(function() pcall(out.send, out, 1) end)
  out:close()
end)

fine("a close after all who send", function()
  local ch, wg = chan(3), sync.waitgroup()
  for i = 1, 3 do wg:go(function() ch:send(i) end) end
  wg:wait()
  ch:close()
end)

fine("a close by who received the last value", function()
  for cap = 0, 1 do
    local ch = chan(cap)
    go(function() ch:send(1) end)
    ch:recv()
    ch:close()
  end
end)

fine("a close and receives, lengths", function()
  local ch = chan(1)
  for _ = 1, 2 do go(function() ch:recv() end) end
  go(function() return #ch + ch:cap() end)
  ch:close()
end)

-- Go counts what a select finds nobody for.
racy("a send that was offered and not chosen", "ch", function()
  local ch, done = chan(0, "ch"), chan()
  local function offer() select{ send(ch, 1), recv(done) } end
  local g = go(offer)
  while g:status() ~= "waiting" do time.sleep("1ms") end
  done:close()
  time.sleep("1ms")
  ch:close()
end)

racy("a send that gave way to a default", "ch", function()
  local ch = chan(0, "ch")
  go(function()
    pcall(function() select{ send(ch, 1), default = true } end)
  end)
  ch:close()
end)

fine("a select that would have sent, and a close that comes after it",
  function()
    local ch, done = chan(), chan()
    go(function()
      select{ send(ch, 1), recv(nilchan), default = true }
      done:close()
    end)
    done:recv()
    ch:close()
  end)

-- Timers, sleepers and tickers that are due at one instant, and waiters that
-- are woken at once.
local order = {}
local function note(text) order[#order + 1] = text end
local function flush(what)
  print(what, time.now(), table.concat(order, " "))
  order = {}
end

for i = 1, 50 do
  time.after_func("1ms", function() note("f" .. i) end)
end
for i = 1, 20 do
  go(function()
    time.sleep("1ms")
    note("s" .. i)
  end)
end
for i = 1, 20 do
  local timer = time.new_timer("1ms")
  go(function()
    timer.c:recv()
    note("t" .. i)
  end)
end
for i = 1, 10 do
  go(function()
    select{ recv(time.after("1ms"), "a"), recv(time.after("1ms"), "b") }
    note("x" .. i)
  end)
end
time.sleep("2ms")
flush("one instant")

local ctx, cancel = context.with_timeout(context.background(), "1ms")
for i = 1, 10 do
  context.after_func(ctx, function() note("c" .. i) end)
  go(function()
    ctx:done():recv()
    note("d" .. i)
  end)
end
time.sleep("1ms")
time.sleep(1)
flush("one deadline")
cancel()

local tickers = {}
for i = 1, 5 do
  tickers[i] = time.new_ticker("1ms")
  go(function()
    for _ = 1, 5 do
      tickers[i].c:recv()
      note("k" .. i)
    end
  end)
end
time.sleep("10ms")
for i = 1, 5 do tickers[i]:stop() end
flush("five tickers")

local ch, mu, wg = chan(), sync.mutex(), sync.waitgroup()
mu:lock()
wg:add(1)
for i = 1, 8 do
  go(function()
    ch:recv()
    note("r" .. i)
  end)
  go(function()
    mu:lock()
    note("m" .. i)
    mu:unlock()
  end)
  go(function()
    wg:wait()
    note("w" .. i)
  end)
end
time.sleep("1ms")
ch:close()
mu:unlock()
wg:done()
time.sleep("1ms")
flush("woken at once")

for i = 1, 4 do
  time.after_func("1ms", function()
    note("n" .. i)
    time.after_func(0, function() note("z" .. i) end)
  end)
end
time.sleep("2ms")
flush("children of one instant")

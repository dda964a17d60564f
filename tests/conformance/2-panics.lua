-- Go semantics, section 2: the texts of panics, to the letter. What a panic
-- that nobody recovers prints is in tests/cli/go.sh.
local t = require "lib.t"
local eq, every, settle = t.eq, t.every, t.settle

-- Two scenarios: `trigger` panics with exactly this text, which recover
-- returns, and which ends the run when nobody recovers it. What else the run
-- comes to stands in `race`, the name of an object.
local function panics(name, text, trigger, race)
  scenario{
    name = name .. ": recovered",
    explore = every,
    main = function()
      eq(t.recovered(trigger), text, "text")
    end,
    expect = { always(race and { race = { name = race } } or { pass = true }),
      never{ panic = true } },
  }
  scenario{
    name = name .. ": not recovered",
    explore = every,
    main = function()
      go(trigger)
      time.sleep("1s")
      check.unreachable("main went on")
    end,
    expect = { always{ panic = text }, never{ assertion = true } },
  }
end

-- A channel that is closed when whoever calls this has parked.
local function closed_later()
  local ch = chan(0, "ch")
  go(function()
    settle()
    ch:close()
  end)
  return ch
end

local function closed(cap)
  local ch = chan(cap or 0)
  ch:close()
  return ch
end

local on_closed = "send on closed channel"

panics("2.1a send on a closed channel", on_closed,
  function() closed():send(1) end)
panics("2.1a send on a closed channel with room", on_closed,
  function() closed(1):send(1) end)
panics("2.1a send that is parked when the channel is closed", on_closed,
  function() closed_later():send(1) end, "ch")
panics("2.1a select with a send on a closed channel", on_closed,
  function() select{ send(closed(), 1), recv(chan()) } end)
panics("2.1a select with one case, a send on a closed channel", on_closed,
  function() select{ send(closed(), 1) } end)
panics("2.1a select with a default and a send on a closed channel", on_closed,
  function() select{ send(closed(), 1), default = true } end)
panics("2.1a select that is parked when the channel it sends on is closed",
  on_closed, function() select{ send(closed_later(), 1), recv(chan()) } end,
  "ch")

panics("2.1b close of a closed channel", "close of closed channel",
  function() closed():close() end)
panics("2.1c close of the nil channel", "close of nil channel",
  function() nilchan:close() end)

local too_large = "makechan: size out of range"

panics("2.1d a negative capacity", too_large, function() chan(-1) end)
panics("2.1d a huge capacity", too_large, function() chan(2^40) end)
panics("2.1d a capacity without end", too_large,
  function() chan(math.huge) end)

local negative = "sync: negative WaitGroup counter"

panics("2.1e done without an add", negative,
  function() sync.waitgroup():done() end)
panics("2.1e a negative add", negative, function()
  local wg = sync.waitgroup()
  wg:add(2)
  wg:add(-3)
end)

-- The waiter is released, and finds the group in use again.
local function reuse()
  local wg = sync.waitgroup()
  wg:add(1)
  go(function()
    settle()
    wg:done()
    wg:add(1)
  end)
  wg:wait()
end

local reused = "sync: WaitGroup is reused before previous Wait has returned"

scenario{
  name = "2.1g waitgroup in use again when its wait returns: recovered",
  explore = t.go_order,
  main = function() eq(t.recovered(reuse), reused, "text") end,
  expect = { always{ race = true }, never{ panic = true } },
}

scenario{
  name = "2.1g waitgroup in use again when its wait returns: not recovered",
  explore = every,
  main = reuse,
  expect = { sometimes{ panic = reused, race = true },
    always{ race = true } },
}

scenario{
  name = "2.1h wg:go of a function that panics ends the process, and no wait"
    .. " returns before",
  explore = every,
  drain = "0s",
  main = function()
    local wg = sync.waitgroup()
    wg:go(function() panic("boom") end)
    wg:wait()
    check.unreachable("the wait returned")
  end,
  expect = { always{ panic = "boom" }, never{ assertion = true } },
}

scenario{
  name = "2.1h wg:go of a function that recovers or ends by Goexit is done",
  explore = every,
  main = function()
    local wg = sync.waitgroup()
    wg:go(function()
      defer(function() recover() end)
      panic("boom")
    end)
    wg:go(runtime.goexit)
    wg:go(func(function()
      defer(function() recover() end)
      panic("boom")
    end))
    wg:wait()
  end,
}

local bg = context.background()
local nil_parent = "cannot create context from nil parent"

for _, name in ipairs{ "with_cancel", "with_cancel_cause", "with_timeout",
  "with_timeout_cause", "with_deadline", "with_deadline_cause", "with_value",
  "without_cancel" } do
  panics("2.1l context." .. name .. " of nil", nil_parent,
    function() context[name](nil, 1, 1) end)
end

panics("2.1m context.with_value with a nil key", "nil key",
  function() context.with_value(bg, nil, 1) end)
panics("2.1m context.with_value with a function as key",
  "key is not comparable", function() context.with_value(bg, print, 1) end)
panics("2.1m context.with_value with a map as key", "key is not comparable",
  function() context.with_value(bg, map(), 1) end)

-- A context of the script's own that is done and says no err.
local function done_without_err()
  return {
    done = function() return closed() end,
    err = function() return nil end,
    deadline = function() return nil, false end,
    value = function() return nil end,
  }
end

panics("2.1n a child of an own context that is done without an err",
  "context: internal error: missing cancel error",
  function() context.with_cancel(done_without_err()) end)

panics("2.1p a ticker of no period", "non-positive interval for NewTicker",
  function() time.new_ticker(0) end)
panics("2.1p a ticker of a negative period",
  "non-positive interval for NewTicker",
  function() time.new_ticker("-1s") end)
panics("2.1p a ticker reset to no period",
  "non-positive interval for Ticker.Reset",
  function() time.new_ticker("1s"):reset(0) end)

panics("2.1q a semaphore released too often",
  "semaphore: released more than held",
  function() semaphore.new(1):release() end)

for n = 1, 2 do
  panics("2.1r an errgroup's limit set while " .. n .. " are active",
    "errgroup: modify limit while " .. n
      .. " goroutines in the group are still active",
    function()
      local g = errgroup.new()
      g:set_limit(3)
      for _ = 1, n do g:go(time.sleep, "1ms") end
      g:set_limit(4)
    end)
end

scenario{
  name = "2.1s singleflight: nobody is given the error of a Goexit",
  explore = every,
  main = function()
    local sf, returned = singleflight.new(), false
    local function exits()
      settle()
      runtime.goexit()
    end
    go(function()
      sf:call("k", exits)
      returned = true
    end)
    local ch = sf:call_chan("k", exits)
    time.sleep("10ms")
    eq(returned, false, "call returned")
    eq(select{ recv(ch, "result"), default = true }, "default", "channel")
  end,
}

for _, method in ipairs{ "swap", "delete" } do
  local text = ("called CompareAnd%s when value is not of comparable type")
    :format(method == "swap" and "Swap" or "Delete")
  for what, old in pairs{ ["function"] = print, map = map() } do
    panics("2.1v sync.map: compare_and_" .. method .. " of a " .. what, text,
      function()
        local m = sync.map()
        m["compare_and_" .. method](m, "absent", old, 1)
      end)
  end
end

-- Faults: each selector selects what it says.
local t = require "lib.t"
local faults = require "lib.chaos"
local pass = faults.passing(scenario)

-- Three goroutines send twice each; the plan's delays of 1ms say who was met.
local function met(name, fault, want, main)
  fault.fault, fault.by = "delay", "1ms"
  pass(name, { seed = 3, fault }, main or function()
    local one, two = chan(9, "one"), chan(9, "two")
    for i = 1, 3 do
      go("w" .. i, function()
        one:send(i)
        two:send(i)
      end)
    end
    time.sleep("1s")
    local list = {}
    for i, h in ipairs(chaos.log()) do
      list[i] = h.goroutine - 1 .. h.op:match("%a+$") .. h.object
    end
    t.eq(table.concat(list, " "), want)
  end)
end

met("at: an operation", { at = "sleep" }, "0sleep")
met("at: a kind of object", { at = "chan" },
  "3sendone 1sendone 2sendone 2sendtwo 3sendtwo 1sendtwo")
met("at: a pattern", { at = "s*p", goroutine = "main" }, "0sleep")
met("at: a list", { at = { "sleep", "chan.recv" } }, "0sleep")
met("goroutine: its name", { at = "chan", goroutine = "w2" },
  "2sendone 2sendtwo")
met("goroutine: its path", { at = "chan", goroutine = "main.3" },
  "3sendone 3sendtwo")
met("goroutine: a pattern", { at = "chan", goroutine = "w[13]" }, "",
  function()
    go("w1", function() chan(1):send(1) end)
    time.sleep(1)
    t.eq(#chaos.log(), 0) -- [ is no pattern
    chaos.inject{ "panic", goroutine = "w?", at = "chan", max = 1 }
    go("w1", function() pcall(function() chan(1):send(1) end) end)
    time.sleep(1)
    t.eq(#chaos.log(), 1)
    chaos.inject{ "delay(1ms)", at = "gosched" } -- not vacuous: see below
    runtime.exit(0)
  end)
met("object: its name", { at = "chan", object = "two" },
  "3sendtwo 1sendtwo 2sendtwo")
met("object: its number", { at = "chan", object = "ch#1" },
  "3sendone 1sendone 2sendone")
met("nth: one", { at = "chan", nth = 3 }, "1sendone")
met("nth: some", { at = "chan", nth = { 1, 6 } }, "3sendone 3sendtwo")
met("every", { at = "chan", every = 3 }, "1sendone 1sendtwo")
met("every, from nth", { at = "chan", nth = 2, every = 2 },
  "3sendtwo 1sendtwo 2sendtwo")
met("max", { at = "chan", max = 2 }, "3sendone 1sendone")
met("p: some of them", { at = "chan", p = 0.5 }, "3sendone 1sendtwo 3sendtwo")

pass("object: itself", nil, function()
  local one, two = chan(2), chan(2)
  chaos.inject{ "panic", object = one, at = "chan" }
  two:send(1)
  t.eq((pcall(one.send, one, 1)), false)
  t.eq(#chaos.log(), 1)
end)

pass("site: a line", nil, function()
  local ch = chan(4)
  local function line()
    return debug.traceback():match("chaos_selectors%.lua:%d+:.-chaos_selectors%.lua:(%d+):")
  end
  local f = chaos.inject{ "panic", site = "chaos_selectors.lua:" .. line() + 2 }
  ch:send(1)
  t.eq((pcall(function() ch:send(2) end)), false)
  t.eq((pcall(function() ch:send(3) end)), true)
  t.eq(f:hits(), 1)
  f:remove()
  f = chaos.inject{ "panic", site = "chaos_selectors.l?a", at = "chan" }
  t.eq((pcall(function() ch:send(3) end)), false)
end)

pass("after, for_: a window", {
  { fault = "delay", at = "gosched", by = "1ns", after = "2ms", for_ = "2ms" },
}, function()
  for _ = 1, 6 do
    runtime.gosched()
    time.sleep("1ms")
  end
  t.eq(#chaos.log(), 2)
  t.eq(chaos.log()[1].time, 2e6)
end)

pass("until_: its end; of a plan, that of all", {
  until_ = "2ms", { fault = "delay", at = "gosched", by = "1ns" },
}, function()
  for _ = 1, 6 do
    runtime.gosched()
    time.sleep("1ms")
  end
  t.eq(#chaos.log(), 2)
end)

pass("when: a function that looks", nil, function()
  local ch, on = chan(8), shared(false)
  local f = chaos.inject{ "panic", at = "chan.send",
    when = function() return on:get() and #ch == 2 end }
  ch:send(1)
  on:set(true)
  ch:send(2)
  t.eq((pcall(ch.send, ch, 3)), false)
  t.eq(f:points(), 1)
end)

pass("once: nobody born later", nil, function()
  local ch = chan(8)
  local function send() pcall(ch.send, ch, 1) end
  local before = go(function() time.sleep("1ms") send() end)
  chaos.inject{ "panic", at = "chan.send", once = true }
  go(function() time.sleep("2ms") send() end)
  time.sleep("3ms")
  t.eq(#chaos.log(), 1)
  t.eq(chaos.log()[1].goroutine, before.id)
end)

pass("a goroutine born later is met", {
  { fault = "kill", goroutine = "w*", at = "gosched" },
}, function()
  local n = sync.atomic(0)
  time.sleep("1s")
  go("w1", function() runtime.gosched() n:add(1) end)
  time.sleep("1s")
  t.eq(n:load(), 0)
end)

pass("keep: so many stay", {
  { fault = "kill", goroutine = "w*", at = "sleep", keep = 2 },
}, function()
  for _ = 1, 5 do
    go("w", function() for _ = 1, 9 do time.sleep("1ms") end end)
  end
  time.sleep("5ms")
  t.eq(runtime.num_goroutine(), 3)
end)

-- Locks made by hand of what is atomic, or not: what the right and the wrong one
-- differ in is what makes the race.
local races = require "lib.races"
local twins = races.twins(scenario)
local together, poll = races.together, races.poll

twins("a spinlock", "x", function(right)
  local x, lock = shared(0, "x"), sync.atomic(false)
  local function add()
    if right then
      poll(function() return lock:cas(false, true) end)
    else
      poll(function() return not lock:load() end)
      lock:store(true)
    end
    x:set(x:get() + 1)
    lock:store(false)
  end
  together(add, add)
end)

twins("a ticket lock", "x", function(right)
  local x, next_ticket, serving = shared(0, "x"), sync.atomic(0),
    sync.atomic(1)
  local function add()
    local mine = next_ticket:add(1)
    if right then poll(function() return serving:load() == mine end) end
    x:set(x:get() + 1)
    serving:add(1)
  end
  together(add, add, add)
end)

twins("Peterson's lock", "x", function(right)
  local x, turn = shared(0, "x"), sync.atomic(0)
  local wants = { sync.atomic(false), sync.atomic(false) }
  local function add(me, other)
    return function()
      wants[me]:store(true)
      turn:store(other)
      poll(function()
        return right and not wants[other]:load() or turn:load() == me
          or not right
      end)
      x:set(x:get() + 1)
      wants[me]:store(false)
    end
  end
  together(add(1, 2), add(2, 1))
end)

twins("a sequence lock", "x", function(right)
  local x, seq = shared(0, "x"), sync.atomic(0)
  local value = sync.atomic(0)
  go(function()
    seq:add(1)
    if right then value:store(1) else x:set(1) end
    seq:add(1)
  end)
  repeat
    local before = seq:load()
    if right then value:load() else x:get() end
    time.sleep("1ms")
  until before % 2 == 0 and seq:load() == before
end)

twins("a barrier", "x.1", function(right)
  local x, arrived = shared({ 0, 0 }, "x"), sync.atomic(0)
  local function phase(me, other)
    return function()
      x[me] = me
      arrived:add(1)
      if right then poll(function() return arrived:load() == 2 end) end
      return x[other]
    end
  end
  together(phase(1, 2), phase(2, 1))
end)

twins("a barrier with a lock and a cond", "x.1", function(right)
  local x, n, mu = shared({ 0, 0 }, "x"), 0, sync.mutex()
  local c = sync.cond(mu)
  local function phase(me, other)
    return function()
      x[me] = me
      mu:lock()
      n = n + 1
      if n == 2 then c:broadcast() end
      while right and n < 2 do c:wait() end
      mu:unlock()
      return x[other]
    end
  end
  together(phase(1, 2), phase(2, 1))
end)

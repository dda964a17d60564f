-- flag-not-atomic: a plain boolean tells another goroutine to stop.
--
-- `for !stop { work() }` in one goroutine, `stop = true` in another. It is a
-- data race, and not a harmless one: nothing says when the write becomes
-- visible. The compiler may read the flag once, before the loop, and a
-- processor may keep the write to itself for a while.
-- Repair: an atomic flag; better, a channel that is closed, or a context.
--
-- Memory is strong in the sandbox: a read sees the last write. So the two
-- weaknesses are written out here: the flag read once, and a write that
-- reaches memory at a moment of its own choice.

scenario.pair{
  name = "the flag is polled",
  main = function(fixed)
    local plain = shared(false, "stop")
    local atomic, stopped = sync.atomic(false, "stop"), chan(0, "stopped")
    go("worker", function()
      if fixed then
        while not atomic:load() do runtime.gosched() end
      else
        while not plain:get() do runtime.gosched() end
      end
      stopped:close()
    end)
    time.sleep("1ms")
    if fixed then
      atomic:store(true)
    else
      plain:set(true)
    end
    stopped:recv()
  end,
  expect = {
    always{ race = { name = "stop", at = "flag-not-atomic.lua:22" } },
    always{ race = { name = "stop", at = "flag-not-atomic.lua:30" } },
  },
}

scenario.pair{
  name = "the compiler reads the flag once",
  main = function(fixed)
    local plain, atomic = shared(false, "stop"), sync.atomic(false, "stop")
    go("worker", function()
      local stale = plain:get() -- what `for !stop {}` may be compiled to
      local function stop()
        if fixed then return atomic:load() end
        return stale
      end
      while not stop() do runtime.gosched() end
    end)
    time.sleep("1ms")
    if fixed then
      atomic:store(true)
    else
      plain:set(true)
    end
    time.sleep("1ms")
  end,
  expect = always{
    race = { name = "stop" },
    leak = { count = 1, name = "worker", cause = "spinning" },
    livelock = true,
  },
}

-- A variable whose writes reach memory up to 2 ms after `set` has returned.
local function weak(value, name)
  local memory = shared(value, name)
  return {
    get = function() return memory:get() end,
    set = function(v)
      go("store buffer", function()
        time.sleep(math.random(0, 2) * time.ms)
        memory:set(v)
      end)
    end,
  }
end

scenario.pair{
  name = "the processor keeps the write for a while",
  main = function(fixed)
    local plain, atomic = weak(false, "stop"), sync.atomic(false, "stop")
    local all, rounds = sync.waitgroup("workers"), 0
    local function stop()
      if fixed then return atomic:load() end
      return plain.get()
    end
    all:go(function()
      time.sleep("1ms")
      while not stop() do
        rounds = rounds + 1
        time.sleep("1ms")
      end
    end)
    if fixed then
      atomic:store(true)
    else
      plain.set(true)
    end
    all:wait()
    check.always(rounds == 0, "a stale read: told at 0, working at 1 ms")
  end,
  expect = {
    always{ race = { name = "stop" } },
    sometimes{ assertion = "a stale read" },
  },
}

-- publish-unsafe: data first, then a plain `done = true`.
--
-- The writer sets a, then done; the reader looks at done and reads a. It is
-- right line by line, and wrong on most machines: nothing orders the two plain
-- writes for another goroutine. Processors and compilers may swap them, and
-- the reader sees done with the a of before.
-- Repair: hand it over through a channel, or store done atomically, last.
--
-- Memory is strong in the sandbox, so a weak one is written out here: each
-- write reaches memory at a moment of its own choice.

scenario.pair{
  name = "the flag is plain / atomic",
  main = function(fixed)
    local a, done = shared(0, "a"), shared(false, "done")
    local flag = sync.atomic(false, "done")
    go("writer", function()
      a:set(42)
      if fixed then
        flag:store(true)
      else
        done:set(true)
      end
    end)
    local ready
    if fixed then
      ready = flag:load()
    else
      ready = done:get()
    end
    if ready then
      check.always(a:get() == 42, "what was published is there")
    end
    check.sometimes(ready, "the writer is first")
    check.sometimes(not ready, "the reader is first")
  end,
  expect = {
    always{ race = { name = "done", at = "publish-unsafe.lua:22" } },
    never{ assertion = true }, -- as long as memory is strong
    sometimes{ race = { name = "a", at = "publish-unsafe.lua:32" } },
  },
}

-- Variables whose writes leave the processor later and in any order. `flush`
-- returns when all have reached memory.
local function new_memory(values)
  local memory, buffered = shared(values, "memory"), sync.waitgroup()
  return {
    get = function(k) return memory[k] end,
    set = function(k, v) buffered:go(function() memory[k] = v end) end,
    flush = function() buffered:wait() end,
  }
end

scenario.pair{
  name = "on a weak memory done overtakes a",
  main = function(fixed)
    local memory = new_memory{ a = 0, done = false }
    local published = chan(0, "published")
    go("writer", function()
      memory.set("a", 42)
      if fixed then
        memory.flush() -- what a send does before it hands over
        published:send(true)
      else
        memory.set("done", true)
      end
    end)
    local done
    if fixed then
      done = published:recv()
    else
      done = memory.get("done")
    end
    if done then
      local a = memory.get("a")
      check.always(a == 42, "done, but a is stale: " .. a)
    end
  end,
  expect = {
    always{ race = { name = "memory.done" } },
    sometimes{ assertion = "done, but a is stale: 0" },
    sometimes{ race = { name = "memory.a" } },
  },
  explore = { runs = 1000 },
}

scenario{
  name = "over a channel the value and its order come together",
  main = function()
    local a, done = shared(0, "a"), chan(0, "done")
    go("writer", function()
      a:set(42)
      done:close()
    end)
    done:recv()
    check.always(a:get() == 42, "what was published is there")
  end,
  expect = always{ pass = true },
}

scenario{
  name = "a lock for both does as well",
  main = function()
    local state, mu = shared({ a = 0, done = false }, "state"), sync.mutex()
    go("writer", function()
      mu:lock()
      state.a, state.done = 42, true
      mu:unlock()
    end)
    mu:lock()
    if state.done then
      check.always(state.a == 42, "both or neither")
    end
    mu:unlock()
  end,
  expect = always{ pass = true },
}

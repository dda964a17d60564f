-- first-response-wins: ask three back ends, keep the first reply.
--
-- The code looks complete and its answer is always right. But the reply
-- channel is unbuffered: the two slower back ends want to hand over a reply
-- too, and the only receiver left after the first. Each call leaves two
-- goroutines behind in their send; n calls leave 2n, and memory grows.
-- Repair: room for every reply (first-response-buffered), or a way out for
-- the losers (first-response-ctx).

local backends = { "east", "north", "west" }

-- A back end takes its own time, then hands its reply over.
local function ask(backend, replies)
  time.sleep(math.random(10, 100) * time.ms)
  replies:send("reply from " .. backend)
end

-- The answer of the fastest back end.
local function first_response()
  local replies = chan(0, "replies")
  for _, backend in ipairs(backends) do
    go("backend " .. backend, ask, backend, replies)
  end
  local reply = replies:recv() -- the first one; and the other two?
  return reply
end

scenario{
  name = "one call leaves the two losers behind",
  main = function()
    local reply = first_response()
    check.always(reply:find("^reply from "), "the caller has its answer")
  end,
  expect = always{
    leak = {
      { count = 2 },
      {
        count = 2, wait = "chan send",
        cause = "receiver left after the first value",
        at = "first-response-wins.lua:15",
        created = "first-response-wins.lua:22",
      },
    },
  },
}

scenario{
  name = "n calls leave 2n goroutines behind",
  main = function()
    local before = runtime.num_goroutine()
    for calls = 1, 5 do
      first_response()
      time.sleep("1s") -- by now every back end has tried to answer
      local grown = runtime.num_goroutine() - before
      check.always(grown == 2 * calls, "two more goroutines with each call")
    end
  end,
  expect = always{
    leak = {
      { count = 10 },
      {
        count = 10, wait = "chan send",
        cause = "receiver left after the first value",
        at = "first-response-wins.lua:15",
        created = "first-response-wins.lua:22",
      },
    },
  },
}

scenario{
  name = "any of the three may be first",
  main = function()
    local reply = first_response()
    for _, backend in ipairs(backends) do
      check.sometimes(reply == "reply from " .. backend, backend .. " is first")
    end
  end,
  expect = always{
    leak = {
      count = 2, wait = "chan send",
      cause = "receiver left after the first value",
      at = "first-response-wins.lua:15",
    },
  },
}

-- first-response-buffered: room for every reply, so that no loser waits.
--
-- A buffered send blocks only when the buffer is full. With as many places
-- as senders it never is: the losers leave their reply in the channel and
-- end, whether anybody still listens or not. This is the usual Go repair when
-- the number of senders is known; compare first-response-ctx, which also
-- spares the losers their work.

local backends = { "east", "north", "west" }

local function ask(backend, replies)
  time.sleep(math.random(10, 100) * time.ms)
  replies:send("reply from " .. backend)
end

local function first_response(replies)
  for _, backend in ipairs(backends) do
    go("backend " .. backend, ask, backend, replies)
  end
  local reply = replies:recv()
  return reply
end

scenario{
  name = "capacity 3 for three replies: the losers end",
  main = function()
    local replies = chan(3, "replies")
    local reply = first_response(replies)
    check.always(reply:find("^reply from "), "the caller has its answer")
    time.sleep("1s")
    check.always(replies:len() == 2, "two replies lie unread in the buffer")
    check.no_leaks()
  end,
  expect = always{ pass = true },
}

scenario{
  name = "capacity 2 is enough, for one reply is taken",
  main = function()
    first_response(chan(2, "replies"))
  end,
  expect = always{ pass = true },
}

scenario{
  name = "capacity 1 is not: one loser stays",
  main = function()
    first_response(chan(1, "replies"))
  end,
  expect = always{
    leak = {
      count = 1, wait = "chan send",
      cause = "buffer full, no receiver left",
      at = "first-response-buffered.lua:13",
    },
  },
}

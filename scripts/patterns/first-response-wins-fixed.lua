-- first-response-wins, repaired: the channel has room for every reply.
--
-- One number changes: the capacity is that of the back ends. The losers put
-- their reply into the buffer and end; the channel and the replies that
-- nobody reads are garbage as soon as the last of them has gone.
-- It stays right only as long as capacity and number of senders go together:
-- compute the one from the other, never write it twice.

local backends = { "east", "north", "west" }

local function ask(backend, replies)
  time.sleep(math.random(10, 100) * time.ms)
  replies:send("reply from " .. backend)
end

local function first_response()
  local replies = chan(#backends, "replies")
  for _, backend in ipairs(backends) do
    go("backend " .. backend, ask, backend, replies)
  end
  local reply = replies:recv()
  return reply
end

scenario{
  name = "one call, no loser stays",
  main = function()
    local reply = first_response()
    check.always(reply:find("^reply from "), "the caller has its answer")
  end,
  expect = always{ pass = true },
}

scenario{
  name = "n calls, and the number of goroutines stays flat",
  main = function()
    local before = runtime.num_goroutine()
    for _ = 1, 5 do
      first_response()
      time.sleep("1s")
      check.always(runtime.num_goroutine() == before, "all back ends ended")
    end
    check.no_leaks()
  end,
  expect = always{ pass = true },
}

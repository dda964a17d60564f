-- grpc_660: stopping a benchmark abandons the call under way.
--
-- The client of a benchmark makes one call after the other: each in a
-- goroutine that sends whether it went well on an unbuffered channel of its
-- own, while the client waits for it or for the stop. Whatever the schedule,
-- the stop is taken at last, and the call of that moment sends to nobody.
-- How a call goes is random, and the same to the bug.
-- Repair: a channel with room for the one result.

local function call(done)
  done:send(math.random(10) > 3)
end

local function call_in_a_loop(stop, fixed)
  local failed = 0
  while true do
    local done = chan(fixed and 1 or 0, "done")
    go("call", call, done)
    local what, ok = select{ recv(stop, "stop"), recv(done, "done") }
    if what == "stop" then return failed end
    if not ok then failed = failed + 1 end
  end
end

scenario.pair{
  name = "a benchmark is stopped during a call",
  main = function(fixed)
    local stop = chan(0, "stop")
    go("client", call_in_a_loop, stop, fixed)
    stop:close()
  end,
  expect = always{
    leak = {
      { count = 1 },
      {
        count = 1, name = "call", wait = "chan send",
        cause = "no receiver left", created = "grpc_660.lua:18",
      },
    },
  },
}

-- cockroach_2448: a consumer that calls back, and a loop that sends on.
--
-- The raft loop polls for functions that others want it to run; when there is
-- none it sends its next event. The store takes an event and then hands in a
-- function, which only the raft loop would take. If the loop did not see it
-- at its poll, it waits to send its next event, and the store waits to hand
-- in its function: each in a select whose other case is a stop that nobody
-- sends. In lucky turns they meet at the poll and go round again, for ever if
-- the schedule keeps them lucky: such a run is cut, and finds nothing.
-- Repair: the loop offers its event and takes functions in one select. That
-- twin is stopped after twenty events, as nothing else would end it.

local function raft(events, calls, stop, fixed)
  local number = 1
  while true do
    local event, handled = number, nil
    function handled() number = math.max(number, event + 1) end
    if fixed then
      local what, call = select{
        recv(stop, "stop"), recv(calls, "call"),
        send(events, handled, "sent"),
      }
      if what == "stop" then return end
      if what == "call" then call() end
    else
      local what, call = select{
        recv(stop, "stop"), recv(calls, "call"), default = true,
      }
      if what == "stop" then return end
      if what == "call" then
        call()
      elseif select{ send(events, handled), recv(stop, "stop") } == "stop" then
        return
      end
    end
  end
end

local function store(events, calls, stop, enough)
  for number = 1, math.huge do
    local what, handled = select{ recv(events, "event"), recv(stop, "stop") }
    if what == "stop" then return end
    if number == enough then stop:close() end
    if select{ send(calls, handled), recv(stop, "stop") } == "stop" then
      return
    end
  end
end

scenario.pair{
  name = "an event is sent while its last one calls back",
  main = function(fixed)
    local events, calls = chan(0, "events"), chan(0, "calls")
    local stop = chan(0, "stop")
    go("raft", raft, events, calls, stop, fixed)
    go("store", store, events, calls, stop, fixed and 20 or math.huge)
  end,
  expect = always{
    leak = {
      { count = 2 },
      { count = 1, name = "raft", wait = "select" },
      { count = 1, name = "store", wait = "select" },
    },
  },
}

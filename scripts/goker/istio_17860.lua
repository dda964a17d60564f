-- istio_17860: an agent leaves while its proxies still want to tell it.
--
-- An agent restarts its proxy in epochs: each restart runs one in a goroutine
-- that sends its epoch when the proxy has exited. The agent takes these until
-- no epoch is active or its context is done. If it leaves after the first
-- exit, the second has no one to tell; if the test cancels first, it may be
-- both. The test waits for each start, looking every 30 ns for 100 ns; how
-- long a proxy lives is drawn at random. In the original these are times of a
-- real clock, and each run has its own.
-- Repair: a proxy gives up telling when the agent is gone.

local function new_agent(fixed)
  local agent = { exited = chan(0, "exited"), gone = chan(0, "gone") }
  local lock, active, started = sync.mutex("agent"), {}, 0
  local function run_wait(epoch)
    time.sleep(10 * math.random(10) + 5) -- the proxy runs
    if fixed then
      select{ send(agent.exited, epoch), recv(agent.gone) }
    else
      agent.exited:send(epoch)
    end
  end
  function agent.restart()
    lock:lock()
    started = started + 1
    active[started] = true
    go("proxy", run_wait, started)
    lock:unlock()
  end
  function agent.has_started(epoch)
    lock:lock()
    local has = started >= epoch
    lock:unlock()
    return has
  end
  agent.run = func(function(ctx)
    defer(agent.gone, "close")
    while true do
      local what, epoch = select{
        recv(agent.exited, "exited"), recv(ctx:done(), "done"),
      }
      if what == "done" then return end
      lock:lock()
      active[epoch] = nil
      local idle = next(active) == nil
      lock:unlock()
      if idle then return end
    end
  end)
  return agent
end

local eventually = func(function(cond)
  local timeout, look = time.new_timer("100ns"), time.new_ticker("30ns")
  defer(timeout, "stop")
  defer(look, "stop")
  while true do
    local what = select{ recv(timeout.c, "timeout"), recv(look.c, "look") }
    if what == "timeout" then return false end
    if cond() then return true end
  end
end)

scenario.pair{
  name = "a second epoch after the agent has left",
  main = function(fixed)
    local ctx, cancel = context.with_cancel(context.background())
    local agent = new_agent(fixed)
    go("agent", agent.run, ctx)
    agent.restart()
    eventually(function() return agent.has_started(1) end)
    agent.restart()
    eventually(function() return agent.has_started(2) end)
    cancel()
  end,
  explore = { runs = 1000 },
  expect = {
    sometimes{
      leak = {
        { count = 1 },
        {
          count = 1, name = "proxy", wait = "chan send",
          cause = "no receiver left",
        },
      },
    },
    sometimes{ leak = { count = 2, name = "proxy", wait = "chan send" } },
    sometimes{ pass = true },
  },
}

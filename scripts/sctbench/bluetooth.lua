-- bluetooth: a driver is stopped while a request comes in.
--
-- Requests count themselves in and out; who stops the driver forbids new ones,
-- counts itself out too and waits until nobody is left. But a request asks
-- whether it is forbidden before it counts itself in.
-- Repair: it counts itself in first.

local function new_driver()
  return {
    stopping = sync.atomic(false, "stopping"), pending = sync.atomic(1, "io"),
    idle = chan(1, "idle"), stopped = sync.atomic(false, "stopped"),
  }
end

local function leave(d)
  if d.pending:add(-1) == 0 then
    select{ send(d.idle, true), default = true }
  end
end

local function request(d, fixed)
  if not fixed and d.stopping:load() then return end
  d.pending:add(1)
  if fixed and d.stopping:load() then return leave(d) end
  check.always(not d.stopped:load(), "it has stopped")
  leave(d)
end

local function stop(d)
  d.stopping:store(true)
  leave(d)
  d.idle:recv()
  d.stopped:store(true)
end

scenario.pair{
  name = "bluetooth",
  main = function(fixed)
    local d, both = new_driver(), sync.waitgroup()
    both:go(function() stop(d) end)
    both:go(function() request(d, fixed) end)
    both:wait()
  end,
  explore = { runs = 1000 },
  expect = sometimes{ assertion = "it has stopped" },
}

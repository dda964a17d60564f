-- cockroach_1462: a stopper's workers leave in the wrong order.
--
-- A stopper starts workers, waits until running tasks have drained, closes
-- its stop channel and waits for the workers. One worker polls for the stop
-- and otherwise sends an event; the other receives events, each handled as a
-- task, or leaves at the stop. If the receiver leaves while the sender is
-- about to send, that send waits for ever, and so does the stopper.
-- The sender's loop does not end before the stop; a select between an event
-- and the stop is a random choice.
-- Repair: the sender sends or sees the stop, in one select.

local function new_stopper()
  local lock = sync.mutex("stopper")
  local s = {
    stop = chan(0, "stop"), workers = sync.waitgroup("workers"), tasks = 0,
  }
  local drained = sync.cond(lock, "drained")
  function s.run_worker(name, work)
    s.workers:add(1)
    go(name, function()
      defer(s.workers, "done")
      work()
    end)
  end
  s.run_task = func(function(task)
    lock:lock()
    if s.draining then return lock:unlock() end
    s.tasks = s.tasks + 1
    lock:unlock()
    defer(function()
      lock:lock()
      s.tasks = s.tasks - 1
      drained:broadcast()
      lock:unlock()
    end)
    task()
  end)
  function s.stop_all()
    lock:lock()
    s.draining = true
    while s.tasks > 0 do drained:wait() end
    lock:unlock()
    s.stop:close()
    s.workers:wait()
  end
  return s
end

local function sender(s, events, fixed)
  while select{ recv(s.stop, "stop"), default = true } ~= "stop" do
    if fixed then
      select{ send(events, "node up"), recv(s.stop) }
    else
      events:send("node up")
    end
  end
end

local function receiver(s, events)
  local seen = 0
  while select{ recv(events, "event"), recv(s.stop, "stop") } == "event" do
    s.run_task(function() seen = seen + 1 end)
  end
end

scenario.pair{
  name = "the receiver of events leaves before the sender",
  main = function(fixed)
    local s, events = new_stopper(), chan(0, "events")
    s.run_worker("sender", function() sender(s, events, fixed) end)
    s.run_worker("receiver", function() receiver(s, events) end)
    s.stop_all()
  end,
  explore = { runs = 1000 },
  expect = {
    sometimes{
      deadlock = {
        { count = 2 },
        {
          count = 1, wait = "sync.WaitGroup.Wait",
          at = "cockroach_1462.lua:44",
        },
        { count = 1, name = "sender", wait = "chan send" },
      },
    },
    sometimes{ pass = true },
  },
}

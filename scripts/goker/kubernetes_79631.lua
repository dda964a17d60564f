-- kubernetes_79631: a test looks into the queue's map behind its lock.
--
-- The scheduling queue flushes pods that have waited long enough: a goroutine
-- takes them out of the map, with the queue locked. The test that follows
-- looks the pod up in the same map, without the lock. Besides, the flushing
-- goes on until a channel is closed that nobody closes: its goroutine stays.
-- Repair: look it up under the lock, and close the queue when done.

local function until_stopped(stop, work)
  while true do
    if select{ recv(stop, "stop"), default = true } == "stop" then return end
    work()
    if select{ recv(stop, "stop") } == "stop" then return end
  end
end

local function new_queue(pods)
  return {
    lock = sync.rwmutex("queue"), stop = chan(0, "stop"),
    backoff = shared(pods, "backoff"), active = chan(1, "active"),
  }
end

local flush = func(function(queue)
  queue.lock:lock()
  defer(queue.lock, "unlock")
  for pod, waiting in pairs(queue.backoff) do
    queue.backoff[pod] = nil
    queue.active:send(waiting)
  end
end)

local function run(queue)
  go("flush", until_stopped, queue.stop, function() flush(queue) end)
end

local function backing_off(queue, pod, fixed)
  if fixed then queue.lock:rlock() end
  local waiting = queue.backoff[pod] ~= nil
  if fixed then queue.lock:runlock() end
  return waiting
end

scenario.pair{
  name = "a pod is looked up while it is flushed",
  main = function(fixed)
    local queue, looked = new_queue{ ["web-0"] = {} }, sync.waitgroup("looked")
    run(queue)
    looked:add(1)
    go("test", function()
      defer(looked, "done")
      backing_off(queue, "web-0", fixed)
    end)
    looked:wait()
    if fixed then queue.stop:close() end
  end,
  expect = always{
    race = { name = "backoff.web-0" },
    leak = {
      { count = 1 },
      {
        name = "flush", wait = "chan receive", at = "kubernetes_79631.lua:13",
      },
    },
  },
}

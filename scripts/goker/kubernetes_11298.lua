-- kubernetes_11298: the last signal comes before its listener.
--
-- A service loop holds a lock and, round by round, starts a helper that waits
-- on a condition variable (which gives up the loop's lock) and reports back.
-- A notifier signals all the time. Told to stop, the notifier ends, and the
-- loop signals once more and waits for its helper. When the helper had not
-- begun to wait, that signal is lost, and there is none after it.
-- In Go the notifier spins and main sleeps 300 ns of real time; here a turn
-- of the notifier computes for 10 ns, since a sleep would not end otherwise.
-- Repair: a flag under the lock, which the helper looks at before it waits.

local function over(abort)
  return select{ recv(abort, "abort"), default = true } == "abort"
end

local function wait_for_signal(n, fixed)
  local heard = chan(0, "heard")
  go("helper", function()
    if fixed then n.lock:lock() end
    if not n.over then n.cond:wait() end
    if fixed then n.lock:unlock() end
    heard:close()
  end)
  return heard
end

local function service_loop(n, abort, fixed)
  if not fixed then
    n.lock:lock()
    defer(n.lock, "unlock")
  end
  while not over(abort) do
    local heard = wait_for_signal(n, fixed)
    local what = select{ recv(abort, "abort"), recv(heard, "heard") }
    if what == "abort" then
      if fixed then
        n.lock:lock()
        n.over = true
        n.lock:unlock()
      end
      n.cond:signal()
      heard:recv()
      return
    end
  end
end

local function notifier(n, abort)
  while not over(abort) do
    n.cond:signal()
    runtime.work(10 * time.ns)
  end
end

scenario.pair{
  name = "the helper begins to wait after the last signal",
  main = function(fixed)
    local lock = sync.mutex("service")
    local n = { lock = lock, cond = sync.cond(lock, "news") }
    local abort, stopped = chan(0, "abort"), chan(0, "stopped")
    go("notifier", notifier, n, abort)
    go("service loop", function()
      defer(stopped, "close")
      service_loop(n, abort, fixed)
    end)
    time.sleep(300 * time.ns)
    abort:close()
    stopped:recv()
  end,
  explore = { runs = 1000 },
  expect = {
    sometimes{
      deadlock = {
        { count = 3 },
        { count = 1, wait = "chan receive", at = "kubernetes_11298.lua:68" },
        { count = 1, name = "service loop", wait = "chan receive" },
        { count = 1, name = "helper", wait = "sync.Cond.Wait" },
      },
    },
    sometimes{ pass = true },
  },
}

-- serving_3068: waiting for a pool closes it, though work is still coming.
--
-- A pool of workers takes functions from a channel; `wait` closes it, once,
-- and waits until all is done. The test hands in five functions, ten
-- milliseconds apart, in a goroutine of its own, and waits for the pool at
-- the same time: the pool is closed by the second one, which is a send on a
-- closed channel.
-- Repair: wait for the pool when everything has been handed in.

local function new_pool(workers, room)
  local pool = {
    work = chan(room, "work"), busy = sync.waitgroup("busy"),
    closing = sync.once("closing"), lock = sync.mutex("errors"),
  }
  for _ = 1, workers do
    go("worker", function()
      for run in pool.work:range() do
        local err = run()
        if err then
          pool.lock:lock()
          pool.err = pool.err or err
          pool.lock:unlock()
        end
        pool.busy:done()
      end
    end)
  end
  return pool
end

local function hand_in(pool, run)
  pool.busy:add(1)
  pool.work:send(run)
end

local function wait(pool)
  pool.closing:call(function() pool.work:close() end)
  pool.busy:wait()
  return pool.err
end

local function count(counter)
  return function()
    counter.lock:lock()
    counter.value = counter.value + 1
    counter.lock:unlock()
  end
end

scenario.pair{
  name = "a pool is waited for while work is handed in",
  main = function(fixed)
    local pool = new_pool(2, 5)
    local counter = { lock = sync.mutex("counter"), value = 0 }
    local handed_in = chan(0, "handed in")
    go("submitter", function()
      for n = 1, 5 do
        if n > 1 then time.sleep("10ms") end
        hand_in(pool, count(counter))
      end
      handed_in:close()
    end)
    if fixed then handed_in:recv() end
    wait(pool)
    handed_in:recv()
    check.always(counter.value == 5, "all of the work is done")
  end,
  expect = always{ panic = "send on closed channel" },
}

-- worker-pool, swept: a cancel, a panic, a delay at every operation in turn.
--
-- Surviving means: main returns, nobody is left behind, and every job that was
-- taken has one result unless the pool was told to stop. A panic is survived
-- by whoever recovers: the workers do; it comes where work is done, at channels,
-- not in the clean-up itself.
-- The bad twin sends without watching the context, gives its place in the
-- waitgroup back at the end of the body rather than by defer, and waits for
-- each result for two seconds only.

local function worker(ctx, fixed, jobs, results, workers)
  if fixed then defer(workers, "done") end
  defer(function() recover() end)
  while true do
    local which, job, ok = select{ recv(ctx:done(), "stop"), recv(jobs) }
    if which == "stop" or not ok then break end
    if not fixed then
      results:send(job)
    elseif select{ recv(ctx:done(), "stop"), send(results, job) } == "stop" then
      break
    end
  end
  if not fixed then workers:done() end
end

local function produce(ctx, jobs)
  defer(jobs, "close")
  defer(function() recover() end)
  for i = 1, 4 do
    if select{ recv(ctx:done(), "stop"), send(jobs, i) } == "stop" then
      return
    end
  end
end

local function collect(ctx, fixed, results)
  while true do
    local cases = { recv(results, "result"), recv(ctx:done(), "stop"),
      not fixed and recv(time.after("2s"), "late") }
    local which, _, ok = select(cases)
    check.always(which ~= "late", "a result within two seconds")
    if which == "stop" or not ok then return end
  end
end

local function run(fixed)
  local ctx, cancel = context.with_cancel(context.background())
  defer(cancel)
  local jobs, results = chan(0, "jobs"), chan(0, "results")
  local workers = sync.waitgroup("workers")
  workers:add(2)
  for _ = 1, 2 do
    go("worker", worker, ctx, fixed, jobs, results, workers)
  end
  go("producer", produce, ctx, jobs)
  go("closer", function()
    workers:wait()
    results:close()
  end)
  collect(ctx, fixed, results)
end

local sweeps = {
  { "cancel", { leak = true } },
  { "panic", { assertion = true }, goroutine = "worker",
    at = { "chan", "select" } },
  { "delay", { assertion = true }, by = "10s" },
}

for _, s in ipairs(sweeps) do
  local function plan()
    return chaos.sweep{ fault = s[1], goroutine = s.goroutine, at = s.at,
      by = s.by }
  end
  scenario{ name = "bad: " .. s[1], main = function() run(false) end,
    chaos = plan(), expect = sometimes(s[2]) }
  scenario{ name = "good: " .. s[1], main = function() run(true) end,
    chaos = plan() }
end

-- circuit-breaker, swept: a cancel, a panic, a delay at every operation.
--
-- Surviving means: nobody probes once the service is known to be well, and in
-- the end the breaker is open or closed, not in between. Callers recover.
-- The bad twin looks at the state and changes it under two locks, and tells
-- the breaker of a probe only when the call comes back in good order: one that
-- was cancelled, or that panics, leaves it half open for ever.

local function locked(b, f)
  return func(function()
    b.mu:lock()
    defer(b.mu, "unlock")
    return f()
  end)()
end

local function may_probe(b) return b.state == "open" end

local function take(b)
  if b.state ~= "open" then return false end
  b.state = "half open"
  return true
end

local function call(ctx, b, fixed, service)
  if fixed then
    if not locked(b, function() return take(b) end) then return end
    local fine = false
    defer(function()
      b.state = fine and "closed" or "open"
    end)
    fine = service(ctx) == "fine"
    return
  end
  if not locked(b, function() return may_probe(b) end) then return end
  locked(b, function() b.state = "half open" end)
  if service(ctx) == "fine" then
    locked(b, function() b.state = "closed" end)
  end
end

local function run(fixed)
  local ctx, cancel = context.with_cancel(context.background())
  defer(cancel)
  local b = { mu = sync.mutex("breaker"), state = "open" }
  local well = false
  local function service(c)
    check.always(not well, "no probe once the service is well")
    local answer = chan(1, "answer")
    go("service", function()
      time.sleep("1ms")
      answer:send("fine")
    end)
    local which, v = select{ recv(c:done(), "stop"), recv(answer) }
    well = which ~= "stop"
    return well and v or nil
  end
  local callers = sync.waitgroup("callers")
  for _ = 1, 3 do
    callers:add(1)
    go("caller", function()
      defer(callers, "done")
      defer(function() recover() end)
      func(call)(ctx, b, fixed, func(service))
    end)
  end
  callers:wait()
  check.always(b.state ~= "half open", "nobody probes any more")
end

local sweeps = {
  { "cancel", { assertion = "nobody probes" } },
  { "panic", { assertion = "nobody probes" }, goroutine = "caller",
    at = "select" },
  { "delay", { assertion = "no probe once" }, by = "10s" },
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

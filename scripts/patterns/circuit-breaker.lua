-- circuit-breaker: failures open it, time half opens it, a success closes it.
--
-- Not a bug: the shape to copy. After three failures in a row no call gets
-- through for a while; then one probe may try; if it succeeds all may.

local function new_breaker(limit, pause)
  return { mu = sync.mutex("breaker"), state = "closed", failures = 0,
    limit = limit, pause = pause, opened = 0 }
end

local open_error = errors.new("circuit open")

local function may_try(b)
  b.mu:lock()
  defer(b.mu, "unlock")
  if b.state == "open" and time.since(b.opened) >= b.pause then
    b.state = "half open"
    return true
  end
  return b.state == "closed"
end

local function report(b, fine)
  b.mu:lock()
  defer(b.mu, "unlock")
  b.failures = fine and 0 or b.failures + 1
  if fine then
    b.state = "closed"
  elseif b.state == "half open" or b.failures >= b.limit then
    b.state, b.opened = "open", time.now()
  end
end

local function call(b, service)
  if not func(may_try)(b) then
    return nil, open_error
  end
  local value, err = service()
  func(report)(b, err == nil)
  return value, err
end

scenario{
  name = "open after three failures, half open after a second, closed again",
  main = function()
    local b, calls, broken = new_breaker(3, time.second), 0, true
    local function service()
      calls = calls + 1
      if broken then return nil, errors.new("no answer") end
      return "fine"
    end
    for _ = 1, 5 do call(b, service) end
    check.always(calls == 3 and b.state == "open", "three got through")
    time.sleep("1s")
    call(b, service)
    check.always(calls == 4 and b.state == "open", "the probe failed")
    time.sleep("1s")
    broken = false
    check.always(call(b, service) == "fine" and b.state == "closed",
      "the second probe closed it")
  end,
  expect = always{ pass = true },
}

scenario{
  name = "of many at once only one is the probe",
  main = function()
    local b, calls, all = new_breaker(1, time.second), 0, sync.waitgroup()
    call(b, function() return nil, errors.new("no answer") end)
    time.sleep("1s")
    for _ = 1, 10 do
      all:go(function()
        call(b, function()
          calls = calls + 1
          time.sleep("1ms")
          return "fine"
        end)
      end)
    end
    all:wait()
    check.always(calls == 1, "one probe")
  end,
  expect = always{ pass = true },
  explore = { runs = 100 },
}

-- after-func-captures: a delayed call still pending when its user is gone.
--
-- `time.after_func` keeps its function, and all that the function captures,
-- until it fires or is stopped. A cache that evicts each entry by such a call
-- holds the evicted data for the full delay, and a call may arrive on an
-- object that was closed long before. No goroutine exists until the timer
-- fires, so it is reported as a pending timer, never as a leak.
-- Repair: keep the timer, stop it when its object is closed.

local function new_session(expires_in, expired)
  local session = { data = ("x"):rep(1000) }
  session.expiry = time.after_func(expires_in, function()
    expired(#session.data) -- captures the whole session
  end)
  return session
end

scenario{
  name = "the delayed call is still pending when main leaves",
  main = function()
    new_session("1h", function()
      check.unreachable("main is gone long before")
    end)
  end,
  expect = always{ pass = true },
}

scenario{
  name = "a stopped call is never made",
  main = function()
    local session = new_session("1m", function()
      check.unreachable("the session was closed")
    end)
    check.always(session.expiry:stop(), "it was still pending")
    check.always(not session.expiry:stop(), "and is no longer")
    time.sleep("2m")
  end,
  timeout = "1h",
  expect = always{ pass = true },
}

scenario{
  name = "a short delay: the call is made in a goroutine of its own",
  main = function()
    local calls = chan(0, "calls") -- unbuffered: main could not send to itself
    new_session("1s", function(size)
      calls:send(size)
    end)
    local size = calls:recv()
    check.always(size == 1000, "it has captured the session")
    check.always(time.now() == time.second, "and it came on time")
  end,
  expect = always{ pass = true },
}

-- select-timeout: wait for a value, but not longer than a given time.
--
-- `time.after` gives a channel that delivers once the time is up, so a select
-- takes whatever comes first. Here time is virtual: a timeout of 250 ms takes
-- exactly 250 ms, on any machine and without waiting. Mind what becomes of
-- the sender after a timeout: see timeout-leak.

-- Returns the value, or nil and "timeout".
local function recv_within(ch, timeout)
  local which, value = select{
    recv(ch, "value"),
    recv(time.after(timeout), "timeout"),
  }
  if which == "timeout" then return nil, "timeout" end
  return value
end

scenario{
  name = "nobody sends: the timeout, exactly",
  main = function()
    local start = time.now()
    local value, err = recv_within(chan(0, "quiet"), "250ms")
    check.always(value == nil and err == "timeout", "the time is up")
    check.always(time.since(start) == 250 * time.ms, "not a tick more")
  end,
  expect = always{ pass = true },
}

scenario{
  name = "the value comes in time",
  main = function()
    local start, values = time.now(), chan(0, "values")
    go("sender", function()
      time.sleep("100ms")
      values:send("in time")
    end)
    local value, err = recv_within(values, "250ms")
    check.always(value == "in time" and err == nil, "the value is first")
    check.always(time.since(start) == 100 * time.ms, "and it came at once")
  end,
  expect = always{ pass = true },
}

scenario{
  name = "two timeouts at one instant: either may win",
  main = function()
    local which = select{
      recv(time.after("250ms"), "one"),
      recv(time.after("250ms"), "other"),
    }
    check.always(time.now() == 250 * time.ms, "at the instant of both")
    check.sometimes(which == "one", "the one wins")
    check.sometimes(which == "other", "the other wins")
  end,
  expect = always{ pass = true },
}

-- timeout-leak, repaired: the worker can always finish.
--
-- With room for one result the send succeeds whether the caller is still
-- there or not, and the channel is garbage afterwards. It costs one digit.
-- When the work itself should stop, pass a context too (see ctx-not-passed).

local function run_query(rows)
  time.sleep("2s")
  rows:send("42 rows")
end

local function query(timeout)
  local rows = chan(1, "rows")
  go("query", run_query, rows)
  local which, value = select{
    recv(rows, "rows"),
    recv(time.after(timeout), "timeout"),
  }
  if which == "timeout" then return nil, "timeout" end
  return value
end

scenario{
  name = "the result comes too late, and nobody is stuck with it",
  main = function()
    local start = time.now()
    local value, err = query("1s")
    check.always(value == nil and err == "timeout", "the caller gave up")
    check.always(time.since(start) == time.second, "after one second")
    time.sleep("2s")
    check.no_leaks()
  end,
  expect = always{ pass = true },
}

scenario{
  name = "a patient caller gets its result",
  main = function()
    local value = query("3s")
    check.always(value == "42 rows", "the result came in time")
  end,
  expect = always{ pass = true },
}

-- timeout-leak: the caller gives up, the worker does not know.
--
-- The caller waits for the result or a timeout and returns. The worker is
-- slow but finishes, and now wants to send on an unbuffered channel whose
-- only receiver has left. Every timeout leaves one goroutine behind, so the
-- leak grows just when the system is slow already.
-- Repair: room for one result, or a context that the worker watches as well.

local function run_query(rows)
  time.sleep("2s")
  rows:send("42 rows")
end

local function query(timeout)
  local rows = chan(0, "rows")
  go("query", run_query, rows)
  local which, value = select{
    recv(rows, "rows"),
    recv(time.after(timeout), "timeout"),
  }
  if which == "timeout" then return nil, "timeout" end
  return value
end

scenario{
  name = "the result comes after the caller has left",
  main = function()
    local value, err = query("1s")
    check.always(value == nil and err == "timeout", "the caller gave up")
  end,
  expect = always{
    leak = {
      { count = 1 },
      {
        count = 1, wait = "chan send",
        cause = "receiver left through timeout",
        at = "timeout-leak.lua:11", created = "timeout-leak.lua:16",
      },
    },
  },
}

scenario{
  name = "a patient caller hides the bug",
  main = function()
    local value = query("3s")
    check.always(value == "42 rows", "the result came in time")
  end,
  expect = always{ pass = true },
}

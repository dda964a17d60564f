-- unbounded-spawn: a goroutine a request, whatever the database does.
--
-- 1,200 requests a second reach a service whose database has become slow. No
-- limit holds them back: each starts a goroutine that waits for one of 20
-- connections. Goroutines pile up faster than they are served, until memory
-- is gone. Repair: a limit on how many wait, and a time after which they give
-- up.

local QPS, SECONDS = 1200, 240

local function query(db, took)
  db:send(true) -- a place of 20
  time.sleep(took)
  db:recv()
end

local function query_within(db, waiting, took, limit)
  if select{ send(waiting, true), default = true } == "default" then
    return "busy" -- too many wait already
  end
  local which = select{ send(db, true), recv(time.after(limit), "late") }
  if which ~= "late" then
    time.sleep(took)
    db:recv()
  end
  waiting:recv()
end

scenario.pair{
  name = "1,200 requests a second, a database that serves 20",
  main = function(fixed)
    local db, waiting = chan(20, "database"), chan(180, "waiting")
    local most = 0
    for i = 1, QPS * SECONDS do
      if i % 12 == 0 then time.sleep("10ms") end
      if fixed then
        go("request", query_within, db, waiting, "1s", "3s")
      else
        go("request", query, db, "1s")
      end
      most = math.max(most, runtime.num_goroutine())
    end
    if fixed then
      return check.always(most <= 200, "never more than 200, but " .. most)
    end
    check.always(most > 50000, "more than 50,000, but " .. most)
    runtime.exit(0) -- nobody waits three hours for the rest
  end,
  expect = always{ storm = true },
  explore = { strategy = "default" },
}

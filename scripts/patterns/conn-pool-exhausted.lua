-- conn-pool-exhausted: connections that are never put back.
--
-- A handler takes a connection from a pool of 20 and, when the query fails,
-- returns without putting it back. The 21st request waits for a connection
-- that nobody will give back; and so does every one after it.
-- Repair: put it back with a deferred call.

local function handle(db, fixed)
  local c, err = db:get()
  if not c then
    return err
  end
  if fixed then
    defer(db, "put", c)
  end
  return errors.new("query failed") -- an early return
end

scenario.pair{
  name = "request 21 waits",
  main = function(fixed)
    local db = pool.new{ max = 20, name = "db", open = function()
      return {}
    end }
    for i = 1, 20 do
      go("request " .. i, function() func(handle)(db, fixed) end)
    end
    time.sleep("1s")
    func(handle)(db, fixed) -- request 21
    db:close()
  end,
  expect = always{
    deadlock = {
      count = 1, wait = "select", cause = "pool exhausted",
      at = "conn-pool-exhausted.lua:9",
    },
    resource = {
      kind = "pool connection", name = "db", count = 20,
      at = "conn-pool-exhausted.lua:9",
    },
  },
}

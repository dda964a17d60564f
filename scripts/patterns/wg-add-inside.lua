-- wg-add-inside: a goroutine that counts itself in, too late.
--
-- Each worker begins with add(1). The caller goes straight on to wait: if that
-- comes before the workers have run, the counter is still zero and wait
-- returns at once, with nothing done. Whether it works is a matter of luck.
-- Repair: add before the go statement.

scenario.pair{
  name = "wait may come before the add",
  main = function(fixed)
    local group, finished = sync.waitgroup("workers"), sync.mutex()
    local n = 0
    for _ = 1, 3 do
      if fixed then group:add(1) end
      go("worker", function()
        if not fixed then group:add(1) end
        defer(group, "done")
        finished:lock()
        n = n + 1
        finished:unlock()
      end)
    end
    group:wait()
    check.always(n == 3, "all three have worked when wait returns")
  end,
  expect = {
    sometimes{ assertion = "all three have worked" },
    -- Even when all three were quick enough, nothing has ordered it.
    sometimes{ race = { name = "workers", at = "wg-add-inside.lua:16" } },
  },
  explore = { runs = 100 },
}

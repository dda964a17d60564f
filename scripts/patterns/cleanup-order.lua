-- cleanup-order: three goroutines clean up, in an order nobody promised.
--
-- Within one goroutine deferred calls have a fixed order. Between goroutines
-- they have none: which of three clean-ups comes first is the scheduler's
-- choice, even where it was always the same one on your machine. A log that is
-- closed by the first while the others still write to it is the usual result.
-- Repair: one goroutine cleans up for all, after it has waited for all.

local function worker(name, order, running)
  defer(running, "done")
  defer(order.send, order, name)
  runtime.gosched() -- some work
end

-- Runs three workers; returns the order in which they cleaned up.
local function run()
  local order, running = chan(3, "order"), sync.waitgroup("running")
  for _, name in ipairs{ "a", "b", "c" } do
    running:add(1)
    go("worker " .. name, worker, name, order, running)
  end
  running:wait()
  local first, second, third = order:recv(), order:recv(), order:recv()
  return first .. " " .. second .. " " .. third
end

scenario{
  name = "every order of the three is possible",
  explore = { strategy = "random", runs = 500 },
  main = function()
    local order = run()
    check.sometimes(order == "a b c", "a b c")
    check.sometimes(order == "a c b", "a c b")
    check.sometimes(order == "b a c", "b a c")
    check.sometimes(order == "b c a", "b c a")
    check.sometimes(order == "c a b", "c a b")
    check.sometimes(order == "c b a", "c b a")
  end,
  expect = always{ pass = true },
}

scenario{
  name = "one goroutine cleans up for all: one order",
  main = function()
    local seen = {}
    local use = func(function()
      local running = sync.waitgroup("running")
      for _, name in ipairs{ "a", "b", "c" } do
        running:add(1)
        defer(function() seen[#seen + 1] = name end)
        go("worker " .. name, function()
          defer(running, "done")
          runtime.gosched()
        end)
      end
      defer(running, "wait") -- deferred last, so it runs first
    end)
    use()
    check.always(table.concat(seen, " ") == "c b a", "always the same")
  end,
  expect = always{ pass = true },
}

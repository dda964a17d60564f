-- serving_4908: a goroutine logs to a test that is over.
--
-- Whatever logs in this test logs to the test itself. A subtest starts a
-- scaler, waits until it has scaled, and returns. The scaler has one more
-- line to log: its look at the subtest's state and the end of the subtest are
-- not ordered, which the harness lets show as a race on purpose, by setting
-- `done` without its lock. When the line comes late it goes to the parent's
-- log, and when that test is over as well there is none left: a panic. The
-- harness is modelled here as far as this goes.
-- Repair: wait until the goroutine has ended, not until it has done its work.

local function new_test(name, parent)
  return {
    name = name, parent = parent, lock = sync.mutex(name), lines = {},
    state = shared({ done = false }, name),
  }
end

local function log(test, line)
  local open = test
  while open do
    open.lock:lock()
    local done = open.state.done
    if not done then open.lines[#open.lines + 1] = line end
    open.lock:unlock()
    if not done then return end
    open = open.parent
  end
  panic("Log in goroutine after " .. test.name .. " has completed: " .. line)
end

local function run_test(test, body)
  local over = chan(0, test.name .. " over")
  go(test.name, function()
    body(test)
    test.state.done = true
    over:close()
  end)
  over:recv()
end

local function scale(test, scaled, fixed)
  if fixed then defer(scaled, "done") end
  log(test, "scaling to zero")
  if not fixed then scaled:done() end
  log(test, "scaled to zero")
end

scenario.pair{
  name = "the scaler logs when its subtest has returned",
  main = function(fixed)
    run_test(new_test("TestScale"), function(test)
      run_test(new_test("TestScale/idle", test), function(subtest)
        local scaled = sync.waitgroup("scaled")
        scaled:add(1)
        go("scaler", scale, subtest, scaled, fixed)
        scaled:wait()
      end)
    end)
  end,
  explore = { runs = 1000 },
  expect = {
    always{ race = { name = "TestScale/idle.done" } },
    sometimes{
      panic = "Log in goroutine after TestScale/idle has completed: scaled",
    },
  },
}

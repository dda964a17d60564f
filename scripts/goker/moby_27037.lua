-- moby_27037: five goroutines name their container by the loop's counter.
--
-- A test starts five containers at once and names each by the number of its
-- round, from within the goroutine that it starts. All rounds have one
-- counter (as in Go before 1.22: here it is a variable outside the loop, for
-- a loop of Lua has a new one each time). The loop counts on while they read:
-- a race, and as a rule most of the containers get the last name.
-- Repair: the number is handed to the goroutine.

local function container_name(number)
  return ("service_%d"):format(number)
end

local function run_container(daemon, name)
  daemon.lock:lock()
  daemon.running[name] = (daemon.running[name] or 0) + 1
  daemon.lock:unlock()
end

local function start_all(daemon, count, fixed)
  local started, i = sync.waitgroup("started"), shared(1, "i")
  while i:get() <= count do
    local number = i:get()
    started:add(1)
    go("start", function()
      defer(started, "done")
      local name = container_name(fixed and number or i:get())
      run_container(daemon, name)
    end)
    i:set(number + 1)
  end
  started:wait()
end

scenario.pair{
  name = "five containers are named by one counter",
  main = function(fixed)
    local daemon = { lock = sync.mutex("daemon"), running = {} }
    start_all(daemon, 5, fixed)
    local names = 0
    for _ in pairs(daemon.running) do names = names + 1 end
    check.always(names == 5, "two containers have one name")
  end,
  explore = { runs = 1000 },
  expect = {
    always{ race = { name = "i" } },
    sometimes{ assertion = "two containers have one name" },
  },
}

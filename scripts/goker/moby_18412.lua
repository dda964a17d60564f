-- moby_18412: a command's output is read when its time is up, not when it is.
--
-- A command runs with a limit. A goroutine of its own copies what it prints
-- into a buffer; another one waits for it, notes its exit code and reports.
-- When the limit comes first the command is killed and the results are read,
-- while the one still copies and the other still notes: both are races. And
-- the report is sent to nobody: the waiter is left behind. The command is a
-- goroutine here, and how long it takes for a line is a random choice.
-- Repair: having killed the command, wait for the report all the same.

local function start(lines)
  local command = {
    pipe = chan(0, "pipe"), killed = chan(0, "killed"), code = 137,
  }
  go("command", function()
    defer(command.pipe, "close")
    for n = 1, lines do
      local ready = time.after(math.random(100, 500) * time.us)
      if select{ recv(ready), recv(command.killed, "kill") } == "kill" then
        return
      end
      command.pipe:send("line " .. n .. "\n")
    end
    command.code = 0
  end)
  return command
end

local function copy(command, output)
  local copied = sync.waitgroup("copied")
  copied:go(function()
    for text in command.pipe:range() do output:set(output:get() .. text) end
  end)
  return copied
end

local function run_for(limit, fixed)
  local output, exit_code = shared("", "output"), shared(-1, "exit code")
  local command, reports = start(3), chan(0, "reports")
  local copied = copy(command, output)
  go("waiter", function()
    copied:wait()
    exit_code:set(command.code)
    reports:send("exited")
  end)
  local what = select{
    recv(time.after(limit), "limit"), recv(reports, "report"),
  }
  if what == "limit" then
    command.killed:close()
    if fixed then reports:recv() end
  end
  return output:get(), exit_code:get()
end

scenario.pair{
  name = "a command takes longer than it may",
  main = function(fixed)
    local output, code = run_for("1ms", fixed)
    check.always(not fixed or code == 137 or output:find("line 3"), "all of it")
  end,
  explore = { runs = 1000 },
  expect = {
    sometimes{
      race = { name = "output" },
      leak = { { count = 1 }, { name = "waiter", wait = "chan send" } },
    },
    sometimes{ race = { name = "exit code" }, leak = { name = "waiter" } },
    sometimes{ pass = true },
  },
}

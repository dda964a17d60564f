-- etcd_3077: a goroutine makes the channels by which others stop it.
--
-- The server starts its raft loop and, ten milliseconds later, takes it for
-- granted that it runs. But the loop itself makes its two channels, `stopped`
-- and `done`, and only after it has read its log, which takes as long as it
-- takes: a random choice here, in place of a real disk. Nothing orders the
-- making and the use of the two fields. If the server is stopped before they
-- are made, it sends on a nil channel: it waits for ever, main waits for it,
-- and the raft loop for both.
-- Repair: make the channels before the loop is started.

local function open_channels(raft)
  raft.stopped, raft.done = chan(0, "raft stopped"), chan(0, "raft done")
end

local function run_raft(raft, fixed)
  time.sleep(math.random(1, 20) * time.ms) -- reads the log
  if not fixed then open_channels(raft) end
  defer(raft.done, "close")
  local stopped = raft.stopped
  while true do
    local what = select{ recv(raft.ready, "ready"), recv(stopped, "stopped") }
    if what == "stopped" then return end
  end
end

local function stop_raft(raft)
  raft.stopped:send(true)
  raft.done:recv()
end

local function run_server(server, fixed)
  defer(server.done, "close")
  local raft = shared({
    ready = chan(0, "raft ready"), stopped = nilchan, done = nilchan,
  }, "raft")
  if fixed then open_channels(raft) end
  go("raft", run_raft, raft, fixed)
  time.sleep("10ms") -- time enough to start
  defer(stop_raft, raft)
  server.stop:recv()
end

local function stop_server(server)
  local what = select{ send(server.stop, true), recv(server.done, "done") }
  if what ~= "done" then server.done:recv() end
end

scenario.pair{
  name = "the server stops a raft loop that has not begun",
  main = function(fixed)
    local server = { stop = chan(0, "stop"), done = chan(0, "server done") }
    go("server", run_server, server, fixed)
    stop_server(server)
    check.reachable("the raft loop was early enough")
  end,
  explore = { runs = 1000 },
  expect = {
    always{ race = { name = "raft.stopped" } },
    sometimes{
      deadlock = {
        { count = 3 },
        { name = "server", wait = "chan send (nil chan)" },
        { wait = "chan receive", at = "etcd_3077.lua:46" },
        { name = "raft", wait = "select" },
      },
    },
  },
}

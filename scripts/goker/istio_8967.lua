-- istio_8967: stopping takes away the channel that the stopped waits for.
--
-- A source that watches files loops in a goroutine until its `done` channel
-- is closed, and reads that channel from the source's field each time. Stop
-- closes it and sets the field to nil, so that the source can be started
-- again. A goroutine that looks at the field only now finds nil, waits for a
-- channel that never was, and stays. Even in good time the two accesses of
-- the field are not ordered. The select of that loop has a single case left.
-- Repair: the goroutine is given the channel, not the field.

local function watch(done)
  while true do
    local what = select{ recv(done(), "done") }
    if what == "done" then break end
  end
  check.reachable("the watcher saw its channel closed")
end

local function new_source(fixed)
  return {
    fixed = fixed, state = shared({ done = nilchan }, "source"),
  }
end

local function start(source)
  local channel = chan(0, "done")
  source.state.done = channel
  go("watcher", watch, function()
    return source.fixed and channel or source.state.done
  end)
end

local function stop(source)
  source.state.done:close()
  source.state.done = nilchan
end

scenario.pair{
  name = "a source is stopped as soon as it is started",
  main = function(fixed)
    local source = new_source(fixed)
    start(source)
    stop(source)
  end,
  explore = { runs = 1000 },
  expect = {
    always{ race = { name = "source.done" } },
    sometimes{
      leak = {
        { count = 1 },
        { name = "watcher", wait = "chan receive (nil chan)" },
      },
    },
  },
}

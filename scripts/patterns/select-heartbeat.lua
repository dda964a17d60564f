-- select-heartbeat: a silent peer is noticed, a talking one is not.
--
-- Not a bug: the shape to copy. A receiver takes data, and whenever 500 ms
-- pass without any it sends a heartbeat of its own; after three unanswered
-- ones it gives the peer up. So a short partition between the two is survived,
-- and a long one noticed.

local function watch(data, beats)
  local missed, received = 0, 0
  while missed < 3 do
    local timer = time.new_timer("500ms")
    local which, _, ok = select{ recv(data, "data"), recv(timer.c, "silence") }
    timer:stop()
    if which == "silence" then
      missed = missed + 1
      select{ send(beats, missed), default = true }
    elseif ok then
      missed, received = 0, received + 1
    else
      return received, "closed"
    end
  end
  return received, "lost"
end

-- The same for somebody who has other things to do: it never waits, and spins
-- on when there is neither data nor silence to see.
local function watch_spinning(data, beats)
  local missed, received, spun = 0, 0, 0
  local timer = time.new_timer("500ms")
  defer(timer, "stop")
  while missed < 3 do
    local which, _, ok = select{
      recv(data, "data"), recv(timer.c, "silence"), default = true,
    }
    if which == "default" then
      spun = spun + 1
      time.sleep("10ms") -- the other things
    elseif which == "silence" then
      missed = missed + 1
      select{ send(beats, missed), default = true }
      timer:reset("500ms")
    elseif ok then
      missed, received = 0, received + 1
      timer:reset("500ms")
    else
      return received, "closed", spun
    end
  end
  return received, "lost", spun
end

scenario{
  name = "a peer that talks every 400 ms is kept",
  main = function()
    local data, beats = chan(0, "data"), chan(8, "beats")
    go("peer", function()
      for i = 1, 10 do
        time.sleep("400ms")
        data:send(i)
      end
      data:close()
    end)
    local received, how = watch(data, beats)
    check.always(received == 10 and how == "closed", "all was received")
    check.always(beats:len() == 0, "no heartbeat was needed")
  end,
  expect = always{ pass = true },
  explore = { runs = 50 },
}

scenario{
  name = "a peer that falls silent is given up after a second and a half",
  main = function()
    local data, beats = chan(1, "data"), chan(8, "beats")
    data:send(1)
    local received, how = watch(data, beats)
    check.always(received == 1 and how == "lost", "it was given up")
    check.always(time.now() == 1500 * time.ms, "in time")
    check.always(beats:len() == 3, "after three heartbeats")
  end,
  expect = always{ pass = true },
}

scenario{
  name = "spinning on: a silent peer is noticed as well",
  main = function()
    local data, beats = chan(1, "data"), chan(8, "beats")
    data:send(1)
    local received, how, spun = func(watch_spinning)(data, beats)
    check.always(received == 1 and how == "lost", "it was given up")
    check.always(time.now() <= 1530 * time.ms, "a round late at most")
    check.always(beats:len() == 3, "after three heartbeats")
    check.always(spun >= 150, "there was time for other things")
  end,
  expect = always{ pass = true },
  explore = { runs = 50 },
}

-- A peer that talks every 400 ms until it is told to stop.
local function talk(to, stop)
  while select{ recv(time.after("400ms")), recv(stop, "stop") } ~= "stop" do
    select{ send(to, "data"), recv(stop) }
  end
end

-- The wire between two: what comes while it is cut is lost.
local function wire(from, to, cut_at, cut_for, stop)
  defer(to, "close")
  while true do
    local which, v = select{ recv(from, "data"), recv(stop, "stop") }
    if which == "stop" then return end
    local now = time.now()
    if now < cut_at or now >= cut_at + cut_for then
      select{ send(to, v), recv(stop) }
    end
  end
end

-- Watches over a wire that is cut for so long, for 10 s: when the peer was
-- given up, or nil, and how many heartbeats there were.
local function partition(watcher, cut_at, cut_for)
  local sent, data = chan(0, "sent"), chan(0, "data")
  local beats, stop = chan(100, "beats"), chan(0, "stop")
  local lost = chan(1, "lost")
  go("peer", talk, sent, stop)
  go("wire", wire, sent, data, cut_at, cut_for, stop)
  go("watcher", function()
    local _, how = func(watcher)(data, beats)
    if how == "lost" then lost:send(time.now()) end
  end)
  local which, when = select{ recv(lost, "lost"), recv(time.after("10s")) }
  stop:close()
  return which == "lost" and when or nil, beats:len()
end

for name, watcher in pairs{ waiting = watch, spinning = watch_spinning } do
  scenario{
    name = name .. ": a short partition, at any time, is survived",
    main = function()
      local cut_at = math.random(0, 8000) * time.ms
      local given_up, beats = partition(watcher, cut_at, 800 * time.ms)
      check.always(not given_up, "it came back in time")
      check.always(beats <= 2, "with two heartbeats at most")
      check.always(beats >= 1, "the silence was noticed")
    end,
    expect = always{ pass = true },
    explore = { runs = 100 },
  }

  scenario{
    name = name .. ": a long one is noticed, and soon",
    main = function()
      local cut_at = math.random(0, 6000) * time.ms
      local given_up, beats = partition(watcher, cut_at, 2 * time.second)
      check.always(given_up, "it was given up")
      check.always(given_up - cut_at <= 1550 * time.ms, "in time")
      check.always(beats == 3, "after three heartbeats")
    end,
    expect = always{ pass = true },
    explore = { runs = 100 },
  }
end

-- select-heartbeat: a silent peer is noticed, a talking one is not.
--
-- Not a bug: the shape to copy. A receiver takes data, and whenever 500 ms
-- pass without any it sends a heartbeat of its own; after three unanswered
-- ones it gives the peer up.

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

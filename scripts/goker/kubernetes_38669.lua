-- kubernetes_38669: a watcher has news for somebody who never listens.
--
-- A cache watcher is made with the events that are there already. Its
-- goroutine sends them on the unbuffered result channel before it looks at
-- its input. The client stops the watcher without reading a result; stop
-- only closes the input, and the goroutine never gets so far as to see it.
-- Repair: room in the result channel for the events it begins with.

local function cache_watcher(initial, room)
  local input, result = chan(10, "input"), chan(room, "result")
  go("watcher", function()
    for _, event in ipairs(initial) do
      result:send(event) -- nobody has to be there
    end
    for event in input:range() do
      result:send(event)
    end
    result:close()
  end)
  return {
    result = result:recv_only(),
    stop = function() input:close() end,
  }
end

scenario.pair{
  name = "stop comes before the first event is read",
  main = function(fixed)
    local initial = { "pod added", "pod changed" }
    local watcher = cache_watcher(initial, fixed and #initial or 0)
    watcher.stop()
  end,
  expect = always{
    leak = {
      { count = 1 },
      {
        count = 1, name = "watcher", wait = "chan send",
        cause = "nobody ever received", at = "kubernetes_38669.lua:13",
      },
    },
  },
}

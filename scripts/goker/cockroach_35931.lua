-- cockroach_35931: calling a flow off through streams that are full.
--
-- A flow has two inbound streams of one slot each, registered by their side.
-- The left has a row in its slot already when the flow is called off: that
-- pushes an error to every stream, and waits at the left one, as the
-- processor that reads rows has not been started. The streams are gone over
-- in random order, as Go does with a map: the draw decides who is told before
-- the end, not whether it comes.
-- Repair: whoever has no room is told by closing.

local function new_stream(name, fixed)
  local rows = chan(1, name)
  local stream = {}
  function stream.push(row) rows:send(row) end
  function stream.cancel(err)
    if not fixed then
      rows:send(err)
      return
    end
    select{ send(rows, err), default = true }
    rows:close()
  end
  return stream
end

local cancel_flow = func(function(registry, err)
  registry.lock:lock()
  defer(registry.lock, "unlock")
  local sides = { "left", "right" }
  if math.random(2) == 1 then sides = { "right", "left" } end
  for _, side in ipairs(sides) do registry.streams[side].cancel(err) end
end)

scenario.pair{
  name = "a flow is called off with a row in its left stream",
  main = function(fixed)
    local left, right = new_stream("left", fixed), new_stream("right", fixed)
    local registry = {
      lock = sync.mutex("flows"), streams = { left = left, right = right },
    }
    left.push("row 1")
    cancel_flow(registry, "timeout: no inbound stream connection")
  end,
  expect = always{
    deadlock = {
      { count = 1 },
      {
        count = 1, wait = "chan send", at = "cockroach_35931.lua:17",
        cause = "buffer full, no receiver left: nobody ever received "
          .. "from \"left\"",
      },
    },
  },
}

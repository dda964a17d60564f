-- kubernetes_82239: a test writes to the object its controller copies.
--
-- The test hands a volume to the controller and keeps it, as the expected
-- state; the controller copies the annotations of what it holds again and
-- again, until it is stopped. Then the test notes something in the volume's
-- annotations, which are the very map that is being copied: a race, and in
-- the worst case the end of the program. The controller pauses between two
-- copies: time stands still for one that never waits.
-- Repair: the controller is given a copy.

local function deep_copy(annotations)
  local copy = {}
  for key, value in pairs(annotations) do copy[key] = value end
  return copy
end

local function resync(volume, stop, seen)
  while select{ recv(stop, "stop"), default = true } ~= "stop" do
    seen[#seen + 1] = deep_copy(volume.annotations)
    time.sleep("1ms")
  end
end

local function new_volume()
  local annotations = { bound_by = "controller", attached = "no" }
  return { name = "pv-1", annotations = shared(annotations, "annotations") }
end

local function copy_of(volume)
  return { name = volume.name, annotations = deep_copy(volume.annotations) }
end

local test_modify_volume = func(function(fixed)
  local volume, stop, seen = new_volume(), chan(0, "stop"), {}
  defer(stop, "close")
  go("controller", resync, fixed and copy_of(volume) or volume, stop, seen)
  time.sleep("5ms")
  volume.annotations.attached = "node-1"
  check.always(#seen > 0, "the controller has seen the volume")
end)

scenario.pair{
  name = "annotations are written while they are copied",
  main = test_modify_volume,
  expect = always{ race = { name = "annotations.attached" } },
}

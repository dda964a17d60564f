-- fd-not-closed: files that are opened and never closed.
--
-- A loop opens a file a turn and returns early from the turn when the file is
-- empty: past the close. Nothing blocks, nothing fails, until the process has
-- no descriptors left.
-- Repair: a function a turn, with a deferred close.

local function count(name, fixed)
  local f = resource.open("file", name)
  if fixed then
    defer(f, "close")
  end
  local lines = name == "b.log" and 0 or 10
  if lines == 0 then
    return 0 -- past the close
  end
  if not fixed then
    f:close()
  end
  return lines
end

scenario.pair{
  name = "an empty file stays open",
  main = function(fixed)
    local total = 0
    for _, name in ipairs{ "a.log", "b.log", "c.log" } do
      total = total + func(count)(name, fixed)
    end
    check.always(total == 20, "all lines are counted")
  end,
  expect = always{
    resource = {
      kind = "file", name = "b.log", count = 1, at = "fd-not-closed.lua:9",
    },
  },
}

-- moby_4395: a promise that nobody keeps an eye on.
--
-- A helper runs a function in a goroutine and returns the channel on which
-- its error will come. A caller that does not care for the error drops the
-- channel; the goroutine has done its work and waits to say so, for ever.
-- Repair: room for the one result, so that reading it is the caller's choice.

local function promise(room, work)
  local outcome = chan(room, "outcome")
  go("promise", function()
    outcome:send(work())
  end)
  return outcome
end

-- Attaching a terminal goes on in the background; its error is ignored.
local function attach(room)
  promise(room, function() return nil end)
end

scenario.pair{
  name = "the caller drops the result channel",
  main = function(fixed)
    attach(fixed and 1 or 0)
  end,
  expect = always{
    leak = {
      { count = 1 },
      {
        count = 1, name = "promise", wait = "chan send",
        cause = "nobody ever received", created = "moby_4395.lua:10",
      },
    },
  },
}

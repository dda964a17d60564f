-- moby_33293: a goroutine tells itself that it failed.
--
-- Waiting for a container gives back a channel for the error. When the daemon
-- cannot be asked at all, the function puts the error there itself, before it
-- returns the channel: an unbuffered channel, which no one else knows yet.
-- Whether the daemon can be asked is a random choice here, drawn with
-- math.random; half of the runs are clean.
-- Repair: room for one error.

local function daemon_answers()
  return math.random(2) == 1
end

local function container_wait(room)
  local failure = chan(room, "failure")
  if not daemon_answers() then
    failure:send("cannot reach the daemon")
    return failure
  end
  return failure
end

scenario.pair{
  name = "the error is sent before the channel is returned",
  main = function(fixed)
    go("client", container_wait, fixed and 1 or 0)
  end,
  explore = { runs = 1000 },
  expect = {
    sometimes{
      leak = {
        { count = 1 },
        {
          count = 1, name = "client", wait = "chan send",
          cause = "nobody ever received", at = "moby_33293.lua:17",
        },
      },
    },
    sometimes{ pass = true },
  },
}

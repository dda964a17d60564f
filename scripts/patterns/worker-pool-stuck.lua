-- worker-pool-stuck: nobody closes the channel of jobs.
--
-- Three workers range over a channel. The producer sends its last job and
-- returns; the workers wait for another one that never comes.
-- Repair: whoever sends the last job closes the channel.

scenario{
  name = "three workers wait for a fourth job",
  main = function()
    local jobs = chan(0, "jobs")
    for _ = 1, 3 do
      go("worker", function()
        for _ in jobs:range() do
          time.sleep("1ms")
        end
      end)
    end
    for i = 1, 3 do
      jobs:send(i)
    end
  end,
  expect = always{
    leak = {
      { count = 3 },
      {
        count = 3, name = "worker", wait = "chan receive",
        cause = "channel never closed", at = "worker-pool-stuck.lua:13",
      },
    },
  },
}

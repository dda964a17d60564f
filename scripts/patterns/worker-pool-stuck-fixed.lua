-- worker-pool-stuck, repaired: the producer closes the channel.

scenario{
  name = "three workers leave when the jobs are done",
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
    jobs:close()
  end,
  expect = always{ pass = true },
  explore = { runs = 100 },
}

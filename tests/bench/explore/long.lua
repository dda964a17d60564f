-- Three goroutines that count under a lock, after a long beginning that all
-- runs have in common.
scenario{
  name = "long",
  explore = { runs = 3000 },
  main = function()
    local backlog = chan(1000)
    for i = 1, 1000 do
      backlog:send({ id = i, name = "job " .. i })
    end
    local mu, n, wg = sync.mutex(), shared(0), sync.waitgroup()
    for _ = 1, 3 do
      wg:go(function()
        for _ = 1, 3 do
          mu:lock()
          n:set(n:get() + backlog:recv().id)
          mu:unlock()
        end
      end)
    end
    wg:wait()
  end,
}

-- Three goroutines take turns.
local mu = sync.mutex()
local cond = sync.cond(mu)
local wg = sync.waitgroup()
local turn = 0
for i = 0, 2 do
  wg:add(1)
  go(function(i)
    defer(wg, "done")
    for round = 0, 2 do
      mu:lock()
      while turn ~= i do
        cond:wait()
      end
      print("round", round, "turn", i)
      turn = (turn + 1) % 3
      cond:broadcast()
      mu:unlock()
    end
  end, i)
end
wg:wait()

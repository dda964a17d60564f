-- Rounds: nobody begins the next before all have ended this one.
local n = 3
local arrive, leave = chan(), chan()
for _ = 1, n do
  go(function()
    for round = 0, 2 do
      arrive:send(round)
      leave:recv()
    end
  end)
end
for round = 0, 2 do
  local same = true
  for _ = 1, n do
    same = arrive:recv() == round and same
  end
  print("round", round, same)
  for _ = 1, n do
    leave:send(true)
  end
end

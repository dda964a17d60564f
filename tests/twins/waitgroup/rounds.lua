-- Used again after everybody has returned from Wait.
local wg = sync.waitgroup()
for round = 1, 3 do
  local n = 0
  wg:add(round)
  for _ = 1, round do
    go(function()
      n = n + 1
      wg:done()
    end)
  end
  wg:wait()
  print(round, n)
end

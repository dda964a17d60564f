-- Waitgroups of 10,000 goroutines each, started and waited for; N goroutines
-- in all.
local n = tonumber(arg[1])

for _ = 1, n / 10000 do
  local group = sync.waitgroup()
  for _ = 1, 10000 do
    group:add(1)
    go(function() group:done() end)
  end
  group:wait()
end

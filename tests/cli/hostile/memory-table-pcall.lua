-- A table bomb in pcall: the limit comes again at the next step.
-- status: 1 3
-- says: memory|limit
-- never: swallowed
local t = {}
while true do
  pcall(function()
    while true do t[#t + 1] = { {}, {}, {} } end
  end)
  for _ = 1, 1000 do runtime.gosched() end
  print("swallowed")
end

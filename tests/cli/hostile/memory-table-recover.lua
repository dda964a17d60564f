-- A table bomb under a recover: the limit is no panic.
-- status: 1 3
-- says: memory|limit
-- never: swallowed
local t = {}
func(function()
  defer(function()
    recover()
    print("swallowed")
  end)
  while true do t[#t + 1] = { {}, {}, {} } end
end)()
for _ = 1, 1000 do runtime.gosched() end
print("swallowed")

print("before the leak")
local ch = chan(0, "replies")
for i = 1, 3 do
  go("worker", function()
    ch:send(i)
  end)
end

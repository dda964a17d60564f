-- Garbage with the collector stopped.
-- status: 0 1 3
pcall(collectgarbage, "stop")
for i = 1, 5000000 do
  local _ = { i }
end
print("contained")

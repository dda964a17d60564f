-- scenario{} called while a script runs.
-- status: 0 1 2
go(function()
  pcall(scenario, { name = "late", main = function() end })
end)
time.sleep("1ms")
pcall(scenario, { name = "late", main = function() end })
print("contained")

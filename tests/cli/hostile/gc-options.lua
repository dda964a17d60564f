-- Every option of collectgarbage, with every kind of argument.
-- status: 0
-- prints: contained
for _, option in ipairs{
  "collect", "stop", "restart", "count", "step", "setpause",
  "setstepmul", "isrunning", "generational", "incremental", "", "x",
} do
  for _, arg in ipairs{ 0, -1, 1, 1e9, 1e18, -1e18, 0 / 0, "x", {} } do
    pcall(collectgarbage, option, arg)
  end
  pcall(collectgarbage, option)
end
pcall(collectgarbage, {})
pcall(collectgarbage, "restart")
collectgarbage()
print("contained")

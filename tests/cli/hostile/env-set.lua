-- setfenv on everything: whatever it does, the run ends in order.
-- status: 0 1
local env = { print = print }
if setfenv then
  pcall(setfenv, 0, env)
  for level = 10, 2, -1 do pcall(setfenv, level, env) end
  for _, f in ipairs{ print, pcall, go, require, tostring, string.rep } do
    pcall(setfenv, f, env)
  end
  pcall(setfenv, coroutine.create(print), env)
  pcall(setfenv, 1e9, env)
  pcall(setfenv, -1, env)
  pcall(setfenv, print, nil)
end
go(function() print("contained") end)
time.sleep("1ms")

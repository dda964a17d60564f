-- A panic that is raised and recovered within a deferred call leaves no trace
-- in what is shown of those around it.
local try = func(function()
  defer(function() print("recovered", recover()) end)
  panic("tried")
end)
defer(function()
  try()
  panic("second")
end)
defer(try)
panic("first")

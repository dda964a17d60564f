-- A panic recovered and raised again a thousand times.
-- status: 1
-- says: told you
local function f(n)
  if n == 0 then panic("told you") end
  func(function()
    defer(function() panic(recover()) end)
    f(n - 1)
  end)()
end
f(1000)

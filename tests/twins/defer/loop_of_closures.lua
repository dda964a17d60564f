-- Deferred closures share what is declared outside the loop.
local i = 0
while i < 3 do
  local own = i
  defer(function() print(i, own) end)
  i = i + 1
end

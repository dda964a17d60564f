-- A module with state: how often it was loaded, and by which name.
loads_of_counting = (loads_of_counting or 0) + 1
local counting = { name = ..., n = 0 }

function counting.up()
  counting.n = counting.n + 1
  return counting.n
end

return counting

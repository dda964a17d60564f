-- A table that grows while it is walked.
-- status: 1 3
local t = { [0] = 0 }
local n = 0
while true do
  for k in pairs(t) do
    n = n + 1
    pcall(function() t[k + n % 1000 + 0.5] = n end)
    t[k] = nil
  end
  t[0] = 0
end

-- The same: how many turns there are before the first of these.
local n, stop = 0, false
local next_
function next_()
  n = n + 1
  if stop then
    return
  end
  go(next_)
  go(function() end)
end
go(next_)
runtime.gosched()
print(n)
stop = true

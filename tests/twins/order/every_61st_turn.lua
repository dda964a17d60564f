-- One goroutine always has another to run after it; who gives way all the
-- time is looked after every 61st turn all the same.
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
local last = 0
for i = 0, 5 do
  runtime.gosched()
  if i > 1 then
    print(n - last)
  end
  last = n
end
stop = true

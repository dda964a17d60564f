-- A variable declared outside the loop is one for all goroutines.
local wg = sync.waitgroup()
local i = 1
while i <= 3 do
  wg:add(1)
  go(function()
    print(i)
    wg:done()
  end)
  i = i + 1
end
wg:wait()

-- A variable of the loop's body is another one in each round.
local wg = sync.waitgroup()
for i = 1, 3 do
  wg:add(1)
  go(function()
    print(i)
    i = i * 10
    wg:done()
  end)
end
wg:wait()

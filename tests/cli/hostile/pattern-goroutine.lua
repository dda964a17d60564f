-- The same in a goroutine, within a coroutine, while others wait.
-- status: 1 3
-- says: limit|time
go(function()
  coroutine.wrap(function()
    string.find(("a"):rep(200), (".-"):rep(10) .. "b")
  end)()
end)
time.sleep("1s")

-- After a deadlock of ten thousand, the next scenario is as healthy as ever.
scenario{
  name = "bomb",
  main = function()
    local ch = chan()
    for _ = 1, 10000 do
      go(function() ch:recv() end)
    end
    chan():recv()
  end,
  explore = { strategy = "default" },
}

scenario{
  name = "healthy",
  main = function()
    local ch, sum = chan(), 0
    go(function()
      for i = 1, 10 do ch:send(i) end
      ch:close()
    end)
    for v in ch:range() do sum = sum + v end
    assert(sum == 55 and time.now() == 0)
    assert(runtime.num_goroutine() <= 2)
    assert(("x"):rep(3):upper() == "XXX" and tostring(12) == "12")
    local list = { 3, 1, 2 }
    table.sort(list)
    assert(table.concat(list) == "123")
    assert(("abc"):gsub("b", string.upper) == "aBc")
  end,
}

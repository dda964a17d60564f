-- Three producers of ten values each, one consumer, unbuffered.
scenario{
  name = "3 x 10 unbuffered",
  explore = { strategy = "random", runs = 100000 },
  main = function()
    local values = chan()
    for _ = 1, 3 do
      go(function()
        for i = 1, 10 do
          values:send(i)
        end
      end)
    end
    for _ = 1, 30 do
      values:recv()
    end
  end,
}

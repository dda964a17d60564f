-- Two goroutines hand a value to and fro, unbuffered.
scenario{
  name = "ping-pong 2 x 1000",
  explore = { strategy = "random", runs = 3000 },
  main = function()
    local ping, pong = chan(), chan()
    go(function()
      for _ = 1, 1000 do
        pong:send(ping:recv())
      end
    end)
    for i = 1, 1000 do
      ping:send(i)
      pong:recv()
    end
  end,
}

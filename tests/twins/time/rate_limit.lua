-- One request per tick, after a burst.
local tokens = chan(2)
tokens:send(true)
tokens:send(true)
local ticker = time.new_ticker(10 * time.ms)
defer(ticker, "stop")
go(function()
  for _ in ticker.c:range() do
    tokens:send(true)
  end
end)
local start = time.now()
for i = 0, 3 do
  tokens:recv()
  print("request", i, time.since(start) >= 9 * time.ms)
end

-- Tickers without end.
-- status: 1 3
-- says: memory|limit|storm
while true do time.new_ticker("1h") end

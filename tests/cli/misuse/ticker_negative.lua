-- a ticker that ticks backwards
-- panics: non-positive interval for NewTicker
time.new_ticker("-1s") -- WRONG

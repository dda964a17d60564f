-- A ticker of one nanosecond that nobody reads, for an hour.
-- status: 0 1 3
local ticker = time.new_ticker(1)
time.sleep("1h")
ticker:stop()
print("contained")

-- Output without end.
-- status: 1 3
-- says: limit|livelock|output
local s = ("x"):rep(1000)
while true do print(s) end

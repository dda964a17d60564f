-- Polling a channel by select and default.
-- status: 1 3
-- says: limit|livelock
local ch = chan()
while true do
  select{ recv(ch), default = true }
end

-- a send to a view for receiving
-- says: invalid operation: cannot send to receive-only channel
local function worker(jobs)
  jobs:send("mine") -- WRONG
end
worker(chan(1):recv_only())

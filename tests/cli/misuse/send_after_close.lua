-- a send on a closed channel
-- panics: send on closed channel
local jobs = chan(1, "jobs")
jobs:close()
jobs:send("late") -- WRONG

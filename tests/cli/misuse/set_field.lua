-- a field of an object set
-- says: channel.owner cannot be set: keep it in a table of your own
local jobs = chan(1, "jobs")
jobs.owner = "main" -- WRONG

-- a resource closed twice, and the error heeded
-- panics: close log: already closed
local r = resource.open("file", "log")
r:close()
local err = r:close()
if err then panic(err) end -- WRONG

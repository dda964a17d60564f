-- a loop over a channel itself
-- says: a channel cannot be called (a range over it is for v in ch:range() do)
local ch = chan(1)
ch:close()
for _ in ch do print("ran") end -- WRONG

-- an object made a number by string.format
-- says: bad argument #2 to 'format' (number expected, got userdata)
local ch = chan()
print(string.format("%d", ch)) -- WRONG

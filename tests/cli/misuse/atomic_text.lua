-- a number added to a text
-- says: atomic:add needs a number in the variable, it holds a string
local served = sync.atomic("0")
served:add(1) -- WRONG

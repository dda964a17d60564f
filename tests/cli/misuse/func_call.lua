-- what func is given is the result of a function
-- says: func needs a function, got nil
local function work() end
local safe = func(work()) -- WRONG

-- a wait in the handler of xpcall
-- says: cannot block here: the call comes from inside a callback that cannot be suspended (a __gc or xpcall handler)
local ch, _, said = chan(), nil, nil
_, said = xpcall(error, function() ch:recv() end) error(said, 0) -- WRONG

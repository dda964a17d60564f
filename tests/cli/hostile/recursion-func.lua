-- func of func of func: a hundred thousand layers around a function.
-- status: 0 1 3
local f = function() return "contained" end
for _ = 1, 100000 do f = func(f) end
print(f())

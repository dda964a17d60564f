-- an errgroup's limit changed while it works
-- panics: errgroup: modify limit while 2 goroutines in the group are still active
local g = errgroup.new()
g:set_limit(2)
for _ = 1, 2 do g:go(function() time.sleep("1s") end) end
g:set_limit(3) -- WRONG

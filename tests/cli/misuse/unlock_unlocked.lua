-- a mutex unlocked that nobody holds
-- fatal: sync: unlock of unlocked mutex
local mu = sync.mutex()
pcall(function()
  mu:unlock() -- WRONG
end)

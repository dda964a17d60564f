-- a wrong call in a library function's callback
-- says: mutex:lock(): a mutex expected, got no value (is the colon missing?)
local mu = sync.mutex()
sync.once():call(function()
  mu.lock() -- WRONG
end)

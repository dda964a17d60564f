-- a method of a mutex, called with a dot
-- says: mutex:lock(): a mutex expected, got no value (is the colon missing?)
local mu = sync.mutex("accounts")
local function withdraw()
  mu.lock() -- WRONG
end
withdraw()

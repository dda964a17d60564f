-- a function that the module does not have
-- says: attempt to call field 'slep' (a nil value)
time.slep("1s") -- WRONG

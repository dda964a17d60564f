-- a scenario with a misspelt key
-- command: test
-- says: scenario has no key 'expects' (it has: ...
scenario{ -- WRONG
  name = "misspelt", main = function() end, expects = always{ pass = true } }

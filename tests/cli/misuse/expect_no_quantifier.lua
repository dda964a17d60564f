-- a pattern without a quantifier
-- command: test
-- says: expect: the value needs a quantifier in front of its pattern: always, sometimes or never
scenario{ -- WRONG
  name = "plain", main = function() end, expect = { deadlock = true } }

-- a pattern with a key that there is not
-- command: test
-- says: expect: unknown key "leaks" in always (known: ...
scenario{ -- WRONG
  name = "leaks", main = function() end, expect = always{ leaks = true } }

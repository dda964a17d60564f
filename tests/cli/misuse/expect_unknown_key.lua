-- a pattern with a key that there is not
-- command: test
-- says: expect: unknown key "leaks" in always (known: assertion, deadlock, fatal, leak, limit, livelock, panic, pass, race, resource, storm, vacuous)
scenario{ -- WRONG
  name = "leaks", main = function() end, expect = always{ leaks = true } }

-- a duration as people say it
-- says: invalid duration "5 seconds" (write "1h2m3.5s", "250ms")
time.sleep("5 seconds") -- WRONG

-- A catastrophic pattern: one call that takes centuries.
-- status: 1 3
-- says: limit|time
string.find(("a"):rep(100), (".-"):rep(12) .. "b")

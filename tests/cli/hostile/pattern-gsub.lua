-- The same in gsub.
-- status: 1 3
-- says: limit|time
(("a"):rep(200)):gsub((".-"):rep(10) .. "b", "")

-- The same in gmatch.
-- status: 1 3
-- says: limit|time
for _ in (("a"):rep(200)):gmatch((".-"):rep(10) .. "b") do end

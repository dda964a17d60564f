-- An endless loop inside an iterator.
-- status: 1 3
-- says: limit|livelock
for _ in function() while true do end end do end

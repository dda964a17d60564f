-- An iterator that never ends a loop.
-- status: 1 3
-- says: limit|livelock
for _ in function() return 1 end do end

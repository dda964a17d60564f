-- An endless goto.
-- status: 1 3
-- says: limit|livelock
::again:: goto again

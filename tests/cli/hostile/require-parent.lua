-- A module above the script.
-- status: 1
-- says: outside
-- never: REACHED
-- at: here
require "../outside" -- here

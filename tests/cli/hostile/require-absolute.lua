-- A module by an absolute path.
-- status: 1
-- never: REACHED
-- at: here
require "@TMP@/outside" -- here

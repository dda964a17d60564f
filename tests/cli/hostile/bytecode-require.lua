-- A module that is bytecode.
-- status: 1
-- says: bytecode|binary
-- at: here
-- never: malformed
-- never: incompatible
require "modules.bytecode" -- here

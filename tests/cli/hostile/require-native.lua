-- A shared library beside the script is not a module.
-- status: 1
-- at: here
-- never: ELF
-- never: too short
-- never: undefined symbol
-- never: luaopen
require "modules.native" -- here

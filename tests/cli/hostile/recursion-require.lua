-- A module that requires itself.
-- status: 1 3
-- says: loop|overflow|require
require "modules.itself"

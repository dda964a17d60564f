-- a context's value for the key nil
-- panics: nil key
local USER
local ctx = context.with_value(context.background(), USER, "ann") -- WRONG

-- a timeout where the parent belongs
-- says: context.with_timeout: a context expected, got string
local ctx, cancel = context.with_timeout("1s") -- WRONG

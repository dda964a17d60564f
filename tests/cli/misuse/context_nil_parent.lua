-- a context without a parent
-- panics: cannot create context from nil parent
local parent
local ctx, cancel = context.with_cancel(parent) -- WRONG

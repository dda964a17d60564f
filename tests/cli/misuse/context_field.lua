-- a field of a context set
-- says: a context's field cannot be set (user): use context.with_value
local ctx = context.background()
ctx.user = "ann" -- WRONG

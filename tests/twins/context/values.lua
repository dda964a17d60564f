-- Values are looked up on the way to the root; the nearest one counts.
local user, trace = { "user" }, { "trace" }
local ctx = context.with_value(context.background(), user, "ann")
print(ctx:value(user), ctx:value(trace))
local inner, cancel = context.with_cancel(context.with_value(ctx, trace, 7))
defer(cancel)
print(inner:value(user), inner:value(trace), ctx:value(trace))
local shadow = context.with_value(inner, user, "bob")
print(shadow:value(user), inner:value(user))
local hidden = context.with_value(shadow, user, nil)
print(hidden:value(user), hidden:value(trace))
print(hidden:value{ "user" }, hidden:value("user"))

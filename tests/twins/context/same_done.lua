-- Done is one channel, before and after.
local parent, cancel = context.with_cancel(context.background())
local child, cancel_child = context.with_cancel(parent)
defer(cancel_child)
local value = context.with_value(parent, "k", 1)
local before = parent:done()
print(before == parent:done(), before == child:done(), before == value:done())
cancel()
print(before == parent:done(), before:len(), before:cap())

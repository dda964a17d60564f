-- Two errors with one text are two.
local a, b = errors.new("text"), errors.new("text")
print(a, b, a == b, a == a)
print(tostring(a) == tostring(b), errors.is(a, b), errors.is(a, a))

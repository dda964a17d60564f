-- An error wrapped in itself a million times, then printed and raised.
-- status: 0 1 3
local e = errors.new("cause")
for _ = 1, 1000000 do e = errors.wrap(e, "w") end
print(#tostring(e))
panic(e)

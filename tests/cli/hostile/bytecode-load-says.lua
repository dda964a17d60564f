-- What load says of bytecode is clear, and is no word of the machine.
-- status: 0
-- prints: contained
-- never: malformed
-- never: incompatible
local f, text = load("\27LJ\2\0")
assert(f == nil and type(text) == "string", "no message")
assert(text:lower():find("byte") or text:lower():find("binary"), text)
print(text)
print("contained")

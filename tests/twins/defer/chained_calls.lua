-- What stands before the last call of a chain is done at once.
local function open(name)
  print("open", name)
  return function() print("close", name) end
end
defer(open("a"))
defer(open("b"))
print("body")

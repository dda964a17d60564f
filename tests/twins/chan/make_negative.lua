local n = -1
print("making")
local ch = chan(n)
print(ch:cap())

-- So is the function, and the receiver of a method.
local named = {}
named.__index = named
function named:say(s) print(self.name, "says", s) end
local function new(name) return setmetatable({ name = name }, named) end
local f = function() print("early function") end
local n = new("early")
defer(f)
defer(n, "say", "bye")
n.name = "renamed"
n = new("late")
f = function() print("late function") end
n:say("hello")
f()

-- A method bound to its receiver can be started, deferred and handed on.
local counter = {}
counter.__index = counter
function counter:add(k)
  self.n = self.n + k
  print(self.name, self.n)
end
local function new(name) return setmetatable({ name = name, n = 0 }, counter) end
local a, b = new("a"), new("b")
local c = a
local function bind(object) return function(k) object:add(k) end end
local f = bind(c)
go(c.add, c, 1)
defer(c, "add", 100)
c = b
f(10)
runtime.gosched()
c:add(1)
print(a.n, b.n)

-- Metamethods that call themselves.
-- status: 0
-- prints: contained
local m = {}
local t = setmetatable({}, m)
m.__add = function(a, b) return a + b end
m.__concat = function(a, b) return a .. b end
m.__lt = function(a, b) return a < b end
m.__eq = function(a, b) return a == b end
m.__call = function(self) return self() .. "" end
m.__unm = function(a) return -a end
m.__newindex = function(t, k, v) t[k] = v end
m.__tostring = function(self) return tostring(self) .. "" end
for _, use in ipairs{
  function() return t + 1 end, function() return t .. 1 end,
  function() return t < t end,
  function() return t == setmetatable({}, m) end,
  function() return t() end, function() return -t end,
  function() t.x = 1 end, function() return tostring(t) end,
} do
  assert(not pcall(use))
end
print("contained")

-- What is already loaded holds nothing of the host.
-- status: 0
-- prints: contained
local loaded = package and package.loaded or {}
for name, module in pairs(loaded) do
  assert(name ~= "io" and name ~= "ffi" and name ~= "jit", name)
  if name == "_G" then assert(module == _G, "the host's globals") end
  if type(module) == "table" then
    assert(rawget(module, "execute") == nil, name .. ".execute")
    assert(rawget(module, "getregistry") == nil, name .. ".getregistry")
    assert(rawget(module, "loadlib") == nil, name .. ".loadlib")
  end
end
print("contained")

-- Modules that return odd things, fail, or change what is loaded.
-- status: 0
-- prints: contained
assert(not pcall(require, "modules.itself"))
assert(not pcall(require, "modules.itself"))
assert(not pcall(require, "modules.fails"))
assert(not pcall(require, "modules.fails"))
assert(not pcall(require, "modules.syntax"))
pcall(require, "modules.empty")
pcall(require, "modules.unloads")
pcall(require, "modules")
pcall(require, "modules.nothing")
pcall(require)
for _, v in ipairs{ 42, {}, true, print, chan() } do
  pcall(require, v)
end
print("contained")

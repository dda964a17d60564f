-- package.path and its like, changed by the script.
-- status: 0
-- prints: contained
-- never: REACHED
package = package or {}
for _, path in ipairs{
  "@TMP@/?.lua", "../?.lua", "/?", "?", "@TMP@/outside.lua", "", 42,
} do
  pcall(function() package.path = path end)
  pcall(function() package.cpath = path end)
  assert(not pcall(require, "outside"), "loaded")
end
pcall(function() package.path = nil end)
assert(not pcall(require, "outside"), "loaded")
pcall(function() package.loaders = {} end)
pcall(function() package.searchers = {} end)
pcall(function() package.preload = nil end)
assert(not pcall(require, "outside"), "loaded")
print("contained")

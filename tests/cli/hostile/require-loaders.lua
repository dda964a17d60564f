-- The functions behind require, called by hand.
-- status: 0
-- prints: contained
-- never: REACHED
for _, list in ipairs{
  package and package.loaders or {}, package and package.searchers or {},
} do
  for _, loader in pairs(list) do
    for _, name in ipairs{ "outside", "@TMP@/outside", "../outside", "ffi" } do
      local ok, f = pcall(loader, name)
      assert(not ok or type(f) ~= "function", "found " .. name)
    end
  end
end
local searchpath = package and package.searchpath
if searchpath then
  local ok, found = pcall(searchpath, "passwd", "/etc/?")
  assert(not ok or not found, "searched the host's files")
end
print("contained")

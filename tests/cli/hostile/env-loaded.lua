-- Loaded chunks see the script's globals, not the host's.
-- status: 0
-- prints: contained
for _, source in ipairs{
  "return io", "return _G.io", "return getfenv and getfenv(0).io",
  "return getfenv and getfenv(1).io", "return require 'ffi'",
  "return os.execute", "return debug.getregistry", "return loadstring",
} do
  local f = assert(load(source))
  local ok, got = pcall(f)
  assert(not ok or got == nil or got == loadstring, source)
  local g = load(source, "=x", "t", {})
  ok, got = pcall(g)
  assert(not ok or got == nil, source)
end
print("contained")

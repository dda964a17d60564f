-- Every way to write a module that is not beside the script.
-- status: 0
-- prints: contained
-- never: REACHED
for _, name in ipairs{
  "../outside", "..outside", ".outside", "...outside", "./../outside",
  "modules/../../outside", "modules...outside", "modules.../outside",
  "outside\0", "../outside\0", "modules/../..\0/outside", "//outside",
  "..\\outside", "..%2foutside", "?", "?/../outside", ";../outside",
  "a..b", "a...b", "..", ".", "/", "", " ", "\n", ("x"):rep(1e6),
  ("../"):rep(1000) .. "outside", "@TMP@/outside", "@TMP@.outside",
} do
  local ok = pcall(require, name)
  assert(not ok, "loaded " .. name:sub(1, 40))
end
print("contained")

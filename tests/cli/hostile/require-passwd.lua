-- Files of the system as modules: nothing of them is shown.
-- status: 0
-- prints: contained
-- never: root:
-- never: expected near
for _, name in ipairs{
  "/etc/passwd", "../../etc/passwd", "../../../../../../etc/passwd",
  "....etc.passwd", "/etc/passwd\0", "\0/etc/passwd", "/etc/passwd\0.lua",
  "./../../../../etc/passwd", "\\etc\\passwd", "file:///etc/passwd",
  "modules/../../../../../../etc/passwd", "%2e%2e/etc/passwd",
  "/proc/self/environ", "/proc/self/mem", "/dev/zero", "/dev/stdin",
} do
  local ok, text = pcall(require, name)
  assert(not ok, "loaded " .. name)
  print(text)
end
print("contained")

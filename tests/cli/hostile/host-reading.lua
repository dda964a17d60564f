-- Files of the host, by every function that might read one.
-- status: 0
-- prints: contained
-- never: root:
-- never: REACHED
for _, name in ipairs{
  "/etc/passwd", "outside.lua", "../outside.lua", "hostile/host-io.lua",
  "/proc/self/environ", "@TMP@/outside.lua", "",
} do
  for _, f in ipairs{ loadfile or print, dofile or print } do
    if f ~= print then
      local ok, got, text = pcall(f, name)
      assert(not ok or type(got) ~= "function", "read " .. name)
      print(got, text)
    end
  end
end
local f = load("return ...", "@/etc/passwd")
local ok, text = pcall(load, "error('x')", "@/etc/passwd")
if ok and text then print(pcall(text)) end
print("contained", type(f))

-- Formats that are malformed, huge, or meet the wrong values.
-- status: 0
-- prints: contained
for _, format in ipairs{
  "%", "%z", "%99d", "%100d", "%.99f", "%.100f", "%-+ #0.5d", "%5%",
  "%1$d", "%*d", "%ld", "%n", "%lln", "%s%s%s", "%d", "%c", "%q", "%p",
  "%a", "%A", "%.99s", "%99s", "%i%o%u%x%X%e%E%f%g%G", ("%d"):rep(1e5),
  "%\0", "\0%d", "%-", "%+", "%.", "%0", "% ", "%#",
} do
  pcall(string.format, format)
  for _, v in ipairs{
    0, -1, 0 / 0, math.huge, 1e308, "x", "\0", {}, true, print, chan(),
    setmetatable({}, { __tostring = function() error("x") end }),
    setmetatable({}, { __tostring = function() return 1 end }),
  } do
    pcall(string.format, format, v)
    pcall(string.format, format, v, v, v)
  end
end
print("contained")

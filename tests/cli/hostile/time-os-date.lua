-- os.date and os.time with everything that is no date.
-- status: 0
-- prints: contained
for _, format in ipairs{
  "%", "%%", "%E", "%Ec", "%Q", "%O", "!%c", "!", "*t", "!*t", "*", "",
  "%\0", "\0", ("%c"):rep(10000), ("%"):rep(1e5), ("x"):rep(1e6), "%5Y",
  "%c%C%d%D%e%F%g%G%h%I%j%k%l%m%M%n%N%p%P%r%R%s%S%t%T%u%U%V%w%W%x%X%y%z%Z",
} do
  for _, at in ipairs{ 0, -1, 1e9, 1e18, -1e18, 2 ^ 63, 0 / 0 } do
    pcall(os.date, format, at)
  end
  pcall(os.date, format)
end
pcall(os.date, {})
pcall(os.date, "%c", "x")
for _, t in ipairs{
  {}, { year = 2000 }, { year = "x", month = 1, day = 1 },
  { year = 1e308, month = 1e308, day = 1e308 },
  { year = -1e9, month = -1e9, day = -1e9, hour = -1e9, min = 1e9 },
  { year = 2000, month = 1, day = 1, isdst = "x" }, 42, "x", print,
  setmetatable({}, { __index = function() error("x") end }),
} do
  pcall(os.time, t)
end
pcall(os.difftime or print, 1e308, -1e308)
pcall(os.clock, "x")
print("contained")

-- Patterns that are too deep, too long or malformed.
-- status: 0
-- prints: contained
for _, p in ipairs{
  ("("):rep(100), ("(a)"):rep(100), "%", "[", "[^", "[a-", "%b", "%f",
  "%1", "(()", "())", ("%b()"):rep(1000), ("[^a]"):rep(1e5),
  "%g\0", "\0*", ("?"):rep(1000), ("."):rep(1e6),
} do
  for _, f in ipairs{ string.find, string.match, string.gsub } do
    pcall(f, ("a"):rep(100), p, "x")
  end
  pcall(function()
    for _ in (("a"):rep(100)):gmatch(p) do end
  end)
end
print("contained")

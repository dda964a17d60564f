-- Names that are empty, long, odd or no text.
-- status: 1
-- says: chan receive
local ch = chan(0, "")
for _, name in ipairs{
  "", " ", "\n", "\0", "%s%n%d", "%", "a|b", "`x`", "<b>&amp;</b>", "'\"",
  "\239\187\191", "\226\128\174", ("n"):rep(10000), "g1", "main", "\t",
} do
  go(name, function() ch:recv() end)
  pcall(chan, 0, name)
  pcall(sync.mutex, name)
  pcall(shared, 1, name)
end
for _, name in ipairs{ 42, {}, true, print } do
  pcall(go, name, function() end)
  pcall(chan, 0, name)
end

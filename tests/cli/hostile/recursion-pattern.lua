-- Patterns that recurse in the matcher.
-- status: 0 1 3
local text = ("a"):rep(300000)
pcall(string.find, text, ("a?"):rep(300000) .. "b")
pcall(string.find, text, ".-b")
pcall(string.find, text, "(.-)%1b")
pcall(string.match, text, ("(a"):rep(30) .. (")"):rep(30))
print("contained")

-- The same in match, on a longer text.
-- status: 1 3
-- says: limit|time
local text = ("a"):rep(30000)
text:match("(.-)(.-)(.-)(.-)b")

-- Captures compared with long texts.
-- status: 0 1 3
string.find(("a"):rep(5000), "(.+)(.+)(.+)%1%2%3b")
print("contained")

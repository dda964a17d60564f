-- A callback of gsub that fails, uncaught.
-- status: 1
-- says: told you
-- at: here
string.gsub("abc", ".", function()
  error("told you") -- here
end)

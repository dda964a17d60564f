-- A thousand goroutines that all panic.
-- status: 1
-- says: told you
for _ = 1, 1000 do
  go(function() panic("told you") end)
end
time.sleep("1s")

-- Virtual time pushed to its end.
-- status: 0 1 3
for _ = 1, 10 do pcall(time.sleep, 2 ^ 62) end
for _ = 1, 10 do pcall(time.sleep, "2562047h") end
pcall(time.sleep, ("9"):rep(1000) .. "h")
pcall(time.sleep, ("1h"):rep(100000))
pcall(time.sleep, "0." .. ("0"):rep(100000) .. "1ns")
local at = time.now()
assert(at >= 0 and at == at, "time ran over")
time.sleep("1ms")
assert(time.now() >= at, "time went back")
pcall(os.date)
pcall(os.time)
print("contained")

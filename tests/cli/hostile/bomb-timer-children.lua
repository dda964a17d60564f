-- Each timer sets two others.
-- status: 1 3
-- says: memory|limit|storm|livelock
local function f()
  time.after_func(1, f)
  time.after_func(1, f)
end
f()
time.sleep("1h")

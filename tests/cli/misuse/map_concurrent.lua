-- a map written to by two at a time
-- fatal: concurrent map writes
-- options: --strategy random --seed 1
local m = map()
for i = 1, 20 do
  go(function() m[i] = i end) -- WRONG
end
time.sleep("1s")

-- Everything that is drawn from the seed.
local got = {}
for i = 1, 5 do
  go(function()
    local line = { "goroutine " .. i }
    for _ = 1, 10 do
      line[#line + 1] = ("%.17g"):format(math.random())
      line[#line + 1] = math.random(6)
      line[#line + 1] = math.random(-1000000, 1000000)
      runtime.gosched()
    end
    got[#got + 1] = table.concat(line, " ")
  end)
end
time.sleep("1ms")
for _, line in ipairs(got) do print(line) end

local a, b, c, picks = chan(1), chan(1), chan(1), {}
a:close()
b:close()
c:close()
for i = 1, 200 do
  picks[i] = select{ recv(a, "a"), recv(b, "b"), recv(c, "c") }
end
print("picks", table.concat(picks))

local list = {}
for i = 1, 100 do list[i] = i end
for i = 100, 2, -1 do
  local j = math.random(i)
  list[i], list[j] = list[j], list[i]
end
print("shuffled", table.concat(list, " "))

pcall(math.randomseed, os.time())
print("after randomseed", math.random(), math.random(1000))
print("clock", os.time(), os.clock(), os.date("!%c"), os.date("%c"))

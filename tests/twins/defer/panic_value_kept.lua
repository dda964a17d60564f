-- The value recovered is the very one.
local t = { n = 1 }
func(function()
  defer(function()
    local v = recover()
    v.n = v.n + 1
    print(v == t)
  end)
  panic(t)
end)()
print(t.n)
local ch = chan()
func(function()
  defer(function() print(recover() == ch) end)
  panic(ch)
end)()

-- Panics through frames with deferred calls, recovered, raised again.
-- status: 1
local log = {}
local function note(text) log[#log + 1] = text end
local dig
dig = func(function(n)
  defer(note, "left " .. n)
  if n == 0 then panic({ code = 7 }) end
  dig(n - 1)
end)
for _ = 1, 3 do
  local ok, value = pcall(dig, 10)
  assert(not ok and value.code == 7)
end
func(function()
  defer(function()
    local value = recover()
    note("recovered " .. value.code)
  end)
  dig(5)
end)()
for i = 1, 5 do
  go(function()
    defer(function() note("goroutine " .. tostring(recover())) end)
    local mu = sync.mutex()
    mu:lock()
    defer(mu, "unlock")
    error("in goroutine " .. i)
  end)
end
time.sleep("1ms")
assert(#log == 33 + 6 + 1 + 5, #log)
print(xpcall(dig, function(value) return value.code end, 3))
func(function()
  defer(function() panic("second of two") end)
  panic("first of two")
end)()

-- One of two is always ready, so the default is never taken.
local a, b = chan(1), chan(1)
a:send(1)
local taken = 0
for _ = 1, 200 do
  local what, v = select{ recv(a, "a"), recv(b, "b"), default = true }
  if what == "a" then
    b:send(v)
  elseif what == "b" then
    a:send(v)
  else
    taken = taken + 1
  end
end
print("default", taken)

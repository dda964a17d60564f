-- A receive that is not chosen takes nothing.
local a, b = chan(10), chan(10)
for i = 0, 9 do
  a:send(i)
  b:send(i)
end
local next_a, next_b = 0, 0
for _ = 1, 20 do
  local what, v = select{ recv(a, "a"), recv(b, "b") }
  if what == "a" then
    if v ~= next_a then
      print("a lost", v)
    end
    next_a = next_a + 1
  else
    if v ~= next_b then
      print("b lost", v)
    end
    next_b = next_b + 1
  end
end
print(next_a, next_b)

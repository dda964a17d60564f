-- A return between lock and unlock: the next one waits for ever.
local mu = sync.mutex()
local function visit(n)
  mu:lock()
  if n == 2 then
    return
  end
  print("visit", n)
  mu:unlock()
end
for i = 0, 4 do
  visit(i)
end

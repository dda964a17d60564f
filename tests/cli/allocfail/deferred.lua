-- Operations that are put off: completed where no error may be raised.
-- options: --strategy random
-- status: 0
local x, m, sm = shared({}, "x"), map({}, "m"), sync.map("sm")
local mu, wg = sync.mutex(), sync.waitgroup()
for i = 1, 3 do
  wg:go(function()
    for k = 1, 10 do
      mu:lock()
      x[i * 100 + k] = { k }
      m[i * 100 + k] = { k }
      mu:unlock()
      sm:store(i * 100 + k, { k })
      select{ recv(chan()), default = true }
    end
  end)
end
wg:wait()
local n = 0
for _ in pairs(m) do n = n + 1 end
sm:range(function() n = n + 1 end)
print(n, x[310][1])

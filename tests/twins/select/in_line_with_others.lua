-- A waiting select stands in line with plain receivers.
local a, b, log = chan(), chan(), chan(9)
local function plain(name) log:send(name .. " " .. a:recv()) end
local function choice(name)
  local what, v = select{ recv(b, "b"), recv(a, "a") }
  log:send(name .. " " .. what .. " " .. v)
end
go(plain, "first")
runtime.gosched()
go(choice, "second")
runtime.gosched()
go(plain, "third")
runtime.gosched()
for i = 1, 3 do
  a:send(i)
  runtime.gosched()
  print((log:recv()))
end

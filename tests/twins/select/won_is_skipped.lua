-- A select that is already won is passed over: the next in line is served.
local a, b, log = chan(), chan(), chan(9)
go(function()
  local what, v = select{ recv(a, "a"), recv(b, "b") }
  log:send("select " .. what .. " " .. v)
end)
runtime.gosched()
go(function() log:send("plain b " .. b:recv()) end)
runtime.gosched()
a:send(1)
b:send(2)
runtime.gosched()
local x, y = log:recv(), (log:recv())
if x > y then
  x, y = y, x
end
print(x)
print(y)

-- A select that went on no longer stands in the queues of its other cases.
local a, b = chan(), chan()
for i = 1, 100 do
  go(function()
    if select{ recv(a, "a"), recv(b, "b") } == "b" then
      print("b")
    end
  end)
  runtime.gosched()
  a:send(i)
  runtime.gosched()
end
if select{ send(b, 1), default = true } == 1 then
  print("a ghost received")
else
  print("nobody waits")
end

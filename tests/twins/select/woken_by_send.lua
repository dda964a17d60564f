-- A select that waits goes on with the case whose partner comes.
local a, b, c = chan(), chan(), chan()
local done = chan()
go(function()
  for _ = 1, 3 do
    local what, v, ok = select{
      recv(a, "a"), recv(b, "b"), send(c, "from the select", "c"),
    }
    if what == "c" then
      print("c")
    else
      print(what, v, ok)
    end
  end
  done:send(true)
end)
runtime.gosched()
b:send("to b")
runtime.gosched()
print((c:recv()))
runtime.gosched()
a:close()
done:recv()

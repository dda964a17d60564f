-- Close makes a select panic that waits to send, not one that receives.
local a, b, done = chan(), chan(), chan()
go(function()
  defer(function()
    print("recovered:", recover())
    done:send(true)
  end)
  local what, v = select{ send(a, 1, "sent"), recv(b, "got") }
  print(what, v)
end)
runtime.gosched()
a:close()
done:recv()

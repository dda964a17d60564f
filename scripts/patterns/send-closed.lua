-- send-closed: a value is sent on a closed channel.
--
-- A close says "no more values", so a send after it is a broken promise and
-- panics. That includes a sender which was already waiting in its send when
-- the close came: it wakes up with the panic. Go programmers meet it when the
-- receiving side closes to stop the senders.
-- Repair: only senders close; stop them through a done channel (close-once).

scenario{
  name = "a send after the close",
  main = function()
    local values = chan(1, "values")
    values:close()
    values:send("late")
  end,
  expect = always{ panic = "send on closed channel" },
}

scenario{
  name = "a sender is parked in its send when the close comes",
  main = function()
    local values = chan(0, "values")
    go("sender", function()
      values:send("nobody takes it")
    end)
    time.sleep("1ms") -- time moves when nothing can run: the sender is parked
    values:close()
    time.sleep("1ms")
  end,
  expect = always{ panic = "send on closed channel" },
}

scenario{
  name = "a send case of a select panics as well, despite its default",
  main = function()
    local values = chan(1, "values")
    values:close()
    select{ send(values, "late"), default = true }
  end,
  expect = always{ panic = "send on closed channel" },
}

scenario{
  name = "the value of the failed send is lost, the buffer is not",
  main = function()
    local values = chan(2, "values")
    values:send("early")
    values:close()
    local sent, err = pcall(values.send, values, "late")
    check.always(not sent and err == "send on closed channel", "Go's words")
    local value, ok = values:recv()
    check.always(value == "early" and ok, "what was sent before is there")
    value, ok = values:recv()
    check.always(value == nil and not ok, "what came too late is not")
  end,
  expect = always{ pass = true },
}

scenario{
  name = "repaired: a done channel stops the sender, nobody closes values",
  main = function()
    local values, done = chan(0, "values"), chan(0, "done")
    local stopped = chan(0, "stopped")
    go("sender", function()
      local n = 0
      while select{ send(values, n), recv(done, "done") } ~= "done" do
        n = n + 1
      end
      stopped:close()
    end)
    check.always(values:recv() == 0, "the first value comes")
    done:close()
    stopped:recv()
  end,
  expect = always{ pass = true },
}

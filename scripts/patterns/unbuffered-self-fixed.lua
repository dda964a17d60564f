-- unbuffered-self, repaired: a partner, or room for the value.
--
-- Either another goroutine sends, so that both can meet, or the channel has a
-- buffer and the send does not wait. The first is the rule; the second is for
-- a known number of values, not for making a deadlock rarer.

scenario{
  name = "another goroutine sends",
  main = function()
    local greeting = chan(0, "greeting")
    go("greeter", function()
      greeting:send("hello")
    end)
    local text = greeting:recv()
    check.always(text == "hello", "they met")
  end,
  expect = always{ pass = true },
}

scenario{
  name = "the channel has room for the value",
  main = function()
    local greeting = chan(1, "greeting")
    greeting:send("hello")
    local text = greeting:recv()
    check.always(text == "hello", "it was kept in the buffer")
  end,
  expect = always{ pass = true },
}

-- select-no-cases, repaired: wait for something that has an end.
--
-- A done channel costs one line more than `select{}`, and its close ends all
-- who wait on it. A list of cases built at run time always gets the done case
-- too, so that it is never empty.

scenario{
  name = "the goroutine lives until done is closed",
  main = function()
    local done = chan(0, "done")
    go("keep alive", function()
      done:recv()
    end)
    time.sleep("1s")
    done:close()
  end,
  expect = always{ pass = true },
}

scenario{
  name = "even without a subscription there is the done case",
  main = function()
    local subscriptions, done = {}, chan(0, "done")
    go("dispatcher", function()
      local cases = { recv(done, "done") }
      for _, ch in ipairs(subscriptions) do
        table.insert(cases, recv(ch))
      end
      local which = select(cases)
      check.always(which == "done", "there is no other way out")
    end)
    done:close()
  end,
  expect = always{ pass = true },
}

-- defer-go-range, repaired: close first, then drain.
--
-- The function owns the channel and its senders have returned, so it may
-- close it. A range over a closed channel ends after the last value, at once:
-- the drain runs in the deferred call itself, and its result can be used.

local collect = func(function(errors, report)
  defer(function()
    errors:close()
    local count = 0
    for _ in errors:range() do
      count = count + 1
    end
    report.count = count
  end)
  errors:send("disk full")
  errors:send("quota exceeded")
end)

scenario{
  name = "the drain is over when the function returns",
  main = function()
    local report = {}
    collect(chan(10, "errors"), report)
    check.always(report.count == 2, "every error was read")
    check.no_leaks()
  end,
  expect = always{ pass = true },
}

scenario{
  name = "in a goroutine it ends as well, once the channel is closed",
  main = function()
    local errors, total = chan(10, "errors"), chan(1, "total")
    local use = func(function()
      defer(function()
        go("drain", function()
          local count = 0
          for _ in errors:range() do
            count = count + 1
          end
          total:send(count)
        end)
      end)
      defer(errors.close, errors)
      errors:send("disk full")
    end)
    use()
    local count = total:recv()
    check.always(count == 1, "the drain reached its end")
  end,
  expect = always{ pass = true },
}

-- recover-in-defer: a panic is caught where it happens, the rest goes on.
--
-- `recover` works in a deferred call of the panicking goroutine, and only
-- there. The function it was deferred in returns at once, so its caller goes
-- on; the deferred call turns the panic into an ordinary error. A worker that
-- recovers around each job survives all bad ones.

local function parse(request)
  if request == "bad" then panic("unexpected end") end
  return "parsed " .. request
end

-- Calls parse; sends what it gave, or what it panicked with.
local serve = func(function(request, replies)
  defer(function()
    local reason = recover()
    if reason then replies:send("error: " .. reason) end
  end)
  local reply = parse(request)
  replies:send(reply)
end)

scenario{
  name = "one bad request among good ones",
  main = function()
    local replies = chan(3, "replies")
    go("server", function()
      for _, request in ipairs{ "one", "bad", "two" } do
        serve(request, replies)
      end
    end)
    local first, second = replies:recv(), replies:recv()
    local third = replies:recv()
    check.always(first == "parsed one", "before the panic")
    check.always(second == "error: unexpected end", "it became an error")
    check.always(third == "parsed two", "the server went on")
  end,
  expect = always{ pass = true },
}

scenario{
  name = "a worker that panics does not hurt the others",
  main = function()
    local replies = chan(3, "replies")
    for _, request in ipairs{ "one", "bad", "two" } do
      go("server " .. request, serve, request, replies)
    end
    local seen = {}
    for n = 1, 3 do
      seen[n] = replies:recv()
    end
    table.sort(seen)
    check.always(table.concat(seen, ", ") ==
      "error: unexpected end, parsed one, parsed two", "all three answered")
  end,
  expect = always{ pass = true },
}

scenario{
  name = "what the recovering function would have returned is gone",
  main = function()
    local fail = func(function()
      defer(function() recover() end)
      panic("boom")
    end)
    check.always(fail() == nil, "it returns nothing")
    check.always(recover() == nil, "without a panic there is none to recover")
  end,
  expect = always{ pass = true },
}

scenario{
  name = "all deferred calls run, and one of them catches the panic",
  main = function()
    local seen = {}
    local fail = func(function()
      defer(function()
        local reason = recover()
        seen[#seen + 1] = reason or "nothing left"
      end)
      defer(function()
        local reason = recover()
        seen[#seen + 1] = reason
      end)
      defer(function() seen[#seen + 1] = "clean-up" end)
      panic("boom")
    end)
    fail()
    check.always(table.concat(seen, ", ") == "clean-up, boom, nothing left",
      "in reverse order, and the panic is caught once")
  end,
  expect = always{ pass = true },
}

-- panic-in-goroutine: one goroutine panics, the whole program ends.
--
-- A panic climbs the stack of its own goroutine only. When it reaches the top
-- there, the program is over, whatever the others do; a recover in main, or in
-- the function that started the goroutine, never sees it. So one bad request
-- can end a server that recovers in its accept loop.
-- Repair: recover in a deferred call of each goroutine (recover-in-defer).

local function parse(request)
  if request == "bad" then panic("parse: unexpected end of request") end
  return "parsed " .. request
end

local function serve(requests, replies)
  for request in requests:range() do
    replies:send(parse(request))
  end
end

local function run(list)
  local requests, replies = chan(#list, "requests"), chan(#list, "replies")
  for _, request in ipairs(list) do
    requests:send(request)
  end
  requests:close()
  go("server", serve, requests, replies)
  for _ = 1, #list do
    replies:recv()
  end
end

scenario{
  name = "a bad request ends the program",
  main = function()
    run{ "good", "bad", "good" }
    check.unreachable("the program is over before")
  end,
  expect = always{ panic = "parse: unexpected end of request" },
}

scenario{
  name = "a recover in main does not help",
  main = function()
    defer(function()
      recover()
      check.unreachable("main never returns")
    end)
    run{ "bad" }
  end,
  expect = always{ panic = "parse: unexpected end of request" },
}

scenario{
  name = "a Lua error is a panic like any other",
  main = function()
    local config = nil
    local read = chan(0, "read")
    go("reader", function()
      read:send(config.path)
    end)
    read:recv()
  end,
  expect = always{
    panic = "invalid memory address or nil pointer dereference",
  },
}

scenario{
  name = "good requests are served",
  main = function()
    run{ "good", "good" }
  end,
  expect = always{ pass = true },
}

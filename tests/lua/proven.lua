-- Proven leaks: goroutines that nobody who lives can ever wake.
local t = require "lib.t"

scenario{
  name = "runtime: leaked is empty while everybody can be woken",
  main = function()
    local ch = chan()
    go(function() ch:recv() end)
    time.sleep("1ms")
    t.eq(#runtime.leaked(), 0)
    ch:close()
  end,
}

scenario{
  name = "runtime: leaked proves who can never be woken",
  main = function()
    local function start()
      local ch = chan()
      return go(function() ch:recv() end).id
    end
    local id = start()
    time.sleep("1ms")
    local list = runtime.leaked()
    t.eq(#list, 1)
    t.eq(list[1].id, id)
  end,
  expect = always{ leak = { wait = "chan receive", count = 1 } },
}

scenario{
  name = "check.no_proven_leaks: passes for who can still be woken",
  main = function()
    local ch = chan()
    go(function() ch:recv() end)
    time.sleep("1ms")
    check.no_proven_leaks()
    ch:close()
  end,
}

scenario{
  name = "check.no_proven_leaks: finds who can never be woken",
  main = function()
    go(function() chan():recv() end)
    time.sleep("1ms")
    check.no_proven_leaks()
  end,
  expect = always(any{ { assertion = true }, { leak = true } }),
  drain = "0s",
}

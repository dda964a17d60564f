-- explore.schedule: the one run that it says.

local function two_locks()
  local a, b = sync.mutex("a"), sync.mutex("b")
  go("one", function() a:lock() b:lock() b:unlock() a:unlock() end)
  go("two", function() b:lock() a:lock() a:unlock() b:unlock() end)
end

scenario{
  name = "by this schedule the locks are taken crosswise",
  main = two_locks,
  explore = { schedule = "seep1/00000000/s0/p1/n1/main.2@2-main.1" },
  expect = always{ leak = { count = 2, wait = "sync.Mutex.Lock" } },
}

scenario{
  name = "by this one they are not; whose digest and number do not matter",
  main = two_locks,
  explore = { schedule = "seep1/0badf00d/s0/p1/n7/-" },
  expect = always{ pass = true },
}

scenario{
  name = "what it says of processors and select holds",
  main = function()
    local a, b = chan(1), chan(1)
    a:send(1)
    b:send(2)
    local got = select{recv(a, "a"), recv(b, "b")}
    check.always(got == "b", got)
    check.always(runtime.gomaxprocs() == 3)
  end,
  explore = { schedule = "seep1/00000000/s5/p3/n1/q/main@3s1" },
  expect = always{ pass = true },
}

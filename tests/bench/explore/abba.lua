-- Three goroutines take two locks, in the same order, after Shuttle's lock test.
scenario{
  name = "abba_ok",
  explore = { strategy = "random", runs = 300000 },
  main = function()
    local a, b = sync.mutex(), sync.mutex()
    local done = sync.waitgroup()
    local function both()
      a:lock()
      b:lock()
      b:unlock()
      a:unlock()
      done:done()
    end
    done:add(3)
    for _ = 1, 3 do
      go(both)
    end
    done:wait()
  end,
}

-- defer-go-waitgroup, repaired: first start, then wait.
--
-- The goroutine starts where its work begins. The wait may be deferred
-- instead: deferred calls run in reverse order, so a wait that is deferred
-- first runs last, after everything that was started in between.

local function upload(uploads, uploaded)
  defer(uploads, "done")
  time.sleep("1s")
  uploaded:send(true)
end

scenario{
  name = "the upload runs while main waits",
  main = function()
    local uploads, uploaded = sync.waitgroup("uploads"), chan(1, "uploaded")
    uploads:add(1)
    go("upload", upload, uploads, uploaded)
    uploads:wait()
    check.always(uploaded:len() == 1, "it is done when the wait returns")
    check.always(time.now() == time.second, "and main has waited for it")
  end,
  expect = always{ pass = true },
}

scenario{
  name = "the wait deferred first runs after the goroutine deferred last",
  main = function()
    local uploads, uploaded = sync.waitgroup("uploads"), chan(1, "uploaded")
    local use = func(function()
      uploads:add(1)
      defer(uploads, "wait")
      defer(function()
        go("upload", upload, uploads, uploaded)
      end)
    end)
    use()
    check.always(uploaded:len() == 1, "it is done when the function returns")
  end,
  expect = always{ pass = true },
}

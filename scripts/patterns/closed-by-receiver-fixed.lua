-- closed-by-receiver, repaired: the close waits for the senders.
--
-- One more goroutine belongs to the senders' side: it waits until all of them
-- are done and closes then. The receiver may leave whenever it likes, for the
-- buffer has room for every reply. No schedule panics any more.

local function ask(mirror, replies, asked)
  defer(asked, "done")
  replies:send("reply from " .. mirror)
end

scenario{
  name = "the senders' side closes when all have sent",
  main = function()
    local replies, asked = chan(2, "replies"), sync.waitgroup("asked")
    for _, mirror in ipairs{ "a", "b" } do
      asked:add(1)
      go("mirror " .. mirror, ask, mirror, replies, asked)
    end
    go("closer", function()
      asked:wait()
      replies:close()
    end)
    local reply, ok = replies:recv()
    check.always(reply and ok, "the first reply is never lost")
  end,
  expect = always{ pass = true },
}

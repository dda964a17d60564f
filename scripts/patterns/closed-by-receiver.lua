-- closed-by-receiver: two senders, and the receiver closes.
--
-- The receiver has what it wants and closes the channel "to stop the others".
-- If the second sender was quicker, its value lies in the buffer and nobody
-- notices; if it was slower, it sends on a closed channel and the program is
-- gone. On a quiet machine the tests pass for years: it takes exploration to
-- see both. Repair: closed-by-receiver-fixed, or close-once.

local function ask(mirror, replies)
  replies:send("reply from " .. mirror)
end

scenario{
  name = "the receiver closes after the first reply",
  main = function()
    local replies = chan(2, "replies")
    go("mirror a", ask, "a", replies)
    go("mirror b", ask, "b", replies)
    local reply, ok = replies:recv()
    check.always(reply and ok, "the first reply is never lost")
    replies:close()
  end,
  expect = {
    sometimes{ panic = "send on closed channel" },
    -- Both mirrors were quick enough: nobody notices, by luck.
    sometimes{ race = { name = "replies", at = "closed-by-receiver.lua:10" } },
    always(any{ { panic = true }, { race = true } }),
  },
}

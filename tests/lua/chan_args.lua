-- What channels are made with and asked for; views of one direction.
local t = require "lib.t"

scenario{
  name = "chan: a capacity must be a whole number from 0 to 2^31",
  main = function()
    local bad = {
      -1, -0.5, 1.5, 0 / 0, 2 ^ 31 + 1, 2 ^ 53, math.huge, -math.huge,
    }
    for _, cap in ipairs(bad) do
      t.fails("capacity|size out of range", chan, cap)
    end
    for _, cap in ipairs{ "many", {}, true, print } do
      t.fails("capacity|size|number", chan, cap)
    end
  end,
}

scenario{
  name = "chan: a name must be text",
  main = function() t.fails("name|string", chan, 1, {}) end,
}

scenario{
  name = "chan: the methods ask for a channel",
  main = function()
    local ch = chan(1)
    local methods = {
      "send", "recv", "close", "range", "len", "cap", "send_only",
      "recv_only",
    }
    for _, name in ipairs(methods) do
      local method = ch[name]
      t.eq(type(method), "function", name)
      t.fails("a channel|chan", method)
      t.fails("a channel|chan", method, 42)
      t.fails("a channel|chan", method, "x")
      t.fails("a channel|chan", method, {})
      t.fails("a channel|chan", method, sync.mutex())
    end
    t.eq(ch:len(), 0, "len after the errors")
  end,
}

scenario{
  name = "chan: a send-only view sends, closes, and does not receive",
  main = function()
    local ch = chan(2)
    local tx = ch:send_only()
    tx:send("a")
    t.eq(tx:len(), 1)
    t.eq(#tx, 1)
    t.eq(tx:cap(), 2)
    t.fails("receive|recv|send-only", function() tx:recv() end)
    t.fails("receive|range|send-only", function()
      for _ in tx:range() do error("ran") end
    end)
    t.eq(ch:len(), 1, "len after the errors")
    tx:close()
    t.results({ "a", true }, ch:recv())
    t.results({ nil, false, n = 2 }, ch:recv())
  end,
}

scenario{
  name = "chan: a receive-only view receives, and neither sends nor closes",
  main = function()
    local ch = chan(3)
    local rx = ch:recv_only()
    ch:send("a")
    ch:send("b")
    t.eq(rx:len(), 2)
    t.eq(rx:cap(), 3)
    t.results({ "a", true }, rx:recv())
    t.fails("send|receive-only", function() rx:send("c") end)
    t.fails("close|receive-only", function() rx:close() end)
    t.eq(ch:len(), 1, "len after the errors")
    ch:close()
    local got = {}
    for v in rx:range() do got[#got + 1] = v end
    t.list(got, "b")
  end,
}

-- func and defer.
local t = require "lib.t"

scenario{
  name = "func: arguments and results pass through, nils included",
  main = function()
    local f = func(function(...) return select("#", ...), ... end)
    t.results({ 3, nil, "x", nil, n = 4 }, f(nil, "x", nil))
    t.results({ n = 0 }, func(function() end)())
    t.results({ nil, n = 1 }, func(function() return nil end)())
  end,
}

scenario{
  name = "func: wants a function",
  main = function()
    t.fails("function", func)
    t.fails("function", func, 42)
    t.fails("function", func, "f")
    t.fails("function", func, {})
  end,
}

scenario{
  name = "func: recursion gives each call its own frame",
  main = function()
    local log = {}
    local f
    f = func(function(n)
      defer(function() log[#log + 1] = n end)
      if n < 3 then f(n + 1) end
    end)
    f(1)
    t.list(log, "3 2 1")
  end,
}

scenario{
  name = "func: a body may block",
  main = function()
    local ch, log = chan(), {}
    go(function()
      time.sleep("1ms")
      ch:send("v")
    end)
    local f = func(function()
      defer(function() log[#log + 1] = "deferred" end)
      local v = ch:recv()
      log[#log + 1] = v
      return v
    end)
    t.eq(f(), "v")
    t.list(log, "v deferred")
  end,
}

scenario{
  name = "defer: runs last in, first out, after the body",
  main = function()
    local log = {}
    func(function()
      for i = 1, 3 do
        defer(function() log[#log + 1] = i end)
      end
      log[#log + 1] = "body"
    end)()
    log[#log + 1] = "after"
    t.list(log, "body 3 2 1 after")
  end,
}

scenario{
  name = "defer: arguments are fixed when it is called",
  main = function()
    local log, v = {}, "then"
    local function note(...)
      log[#log + 1] = select("#", ...)
      log[#log + 1] = (...)
    end
    func(function()
      defer(note, v, nil)
      v = "now"
    end)()
    t.list(log, "2 then")
  end,
}

scenario{
  name = "defer: closures see the last value of a shared variable",
  main = function()
    local log, i = {}, 0
    func(function()
      while i < 3 do
        defer(function() log[#log + 1] = i end)
        defer(function(mine) log[#log + 1] = mine end, i)
        i = i + 1
      end
    end)()
    t.list(log, "2 3 1 3 0 3")
  end,
}

scenario{
  name = "defer: a method is called on its object",
  main = function()
    local mu, log = sync.mutex(), {}
    func(function()
      mu:lock()
      defer(mu, "unlock")
      t.eq(mu:try_lock(), false)
    end)()
    t.eq(mu:try_lock(), true)
    mu:unlock()
    local object = { note = function(self, ...)
      log[#log + 1] = self.tag
      log[#log + 1] = (...)
    end, tag = "mine" }
    func(function() defer(object, "note", 7) end)()
    t.list(log, "mine 7")
  end,
}

scenario{
  name = "defer: a channel's method with the channel as argument",
  main = function()
    local ch = chan()
    go(function()
      defer(ch.close, ch)
      ch:send(1)
    end)
    local got = {}
    for v in ch:range() do got[#got + 1] = v end
    t.list(got, "1")
  end,
}

scenario{
  name = "defer: a plain function shares the frame it is called in",
  main = function()
    local log = {}
    local function plain()
      defer(function() log[#log + 1] = "deferred" end)
      log[#log + 1] = "plain"
    end
    func(function()
      plain()
      log[#log + 1] = "body"
    end)()
    t.list(log, "plain body deferred")
  end,
}

scenario{
  name = "defer: a goroutine's body has a frame of its own",
  main = function()
    local log, done = {}, chan()
    go(function()
      defer(function() done:send(true) end)
      defer(function() log[#log + 1] = "deferred" end)
      log[#log + 1] = "body"
    end)
    done:recv()
    t.list(log, "body deferred")
  end,
}

scenario{
  name = "defer: what a deferred call defers runs too",
  main = function()
    local log = {}
    func(function()
      defer(function()
        log[#log + 1] = "outer"
        defer(function() log[#log + 1] = "inner" end)
      end)
    end)()
    t.list(log, "outer inner")
  end,
}

scenario{
  name = "defer: a deferred call may block",
  main = function()
    local ch = chan()
    go(function()
      time.sleep("2ms")
      ch:send("v")
    end)
    local got
    func(function() defer(function() got = ch:recv() end) end)()
    t.eq(got, "v")
    t.eq(time.now(), 2 * time.ms)
  end,
}

scenario{
  name = "defer: it does not change the results",
  main = function()
    local f = func(function()
      local v = 1
      defer(function() v = 2 end)
      return v
    end)
    t.results({ 1 }, f())
  end,
}

scenario{
  name = "defer: a thousand deferred calls run in order",
  main = function()
    local n = 1000
    func(function()
      for i = 1, 1000 do
        defer(function()
          t.eq(i, n)
          n = n - 1
        end)
      end
    end)()
    t.eq(n, 0)
  end,
}

scenario{
  name = "defer: wants a function, or an object and a method it has",
  main = function()
    local function try(words, ...)
      local args, n = { ... }, select("#", ...)
      t.fails(words, func(function() defer(unpack(args, 1, n)) end))
    end
    try("function|nil")
    try("function|nil", nil)
    try("function|number", 42)
    try("nosuch|method|function", sync.mutex(), "nosuch")
    try("nosuch|method|function", {}, "nosuch")
  end,
}

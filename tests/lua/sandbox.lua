-- The globals of a script: what is there, what is not, and what replaces
-- the host's libraries.
local t = require "lib.t"

scenario{
  name = "sandbox: every name of the interface is also a field of seep",
  main = function()
    local names = {
      "go", "chan", "nilchan", "select", "recv", "send", "func", "defer",
      "panic", "recover", "shared", "print", "time", "context", "errors",
      "sync", "runtime", "scenario", "check", "always", "sometimes",
      "never", "any",
    }
    for _, name in ipairs(names) do
      assert(_G[name] ~= nil, "no global " .. name)
      assert(rawequal(_G[name], seep[name]), "seep." .. name)
    end
  end,
}

scenario{
  name = "sandbox: the host's libraries are not there",
  main = function()
    for _, name in ipairs{ "io", "ffi", "jit", "newproxy" } do
      t.eq(_G[name], nil, name)
    end
    for name in pairs(os) do
      assert(name == "time" or name == "clock" or name == "date"
        or name == "difftime", "os." .. name)
    end
    for name in pairs(debug) do t.eq(name, "traceback", "debug") end
    t.eq(package and package.loadlib, nil, "package.loadlib")
  end,
}

scenario{
  name = "sandbox: no host library comes in through require",
  main = function()
    for _, name in ipairs{
      "ffi", "io", "jit", "jit.util", "jit.opt", "jit.profile", "debug",
      "thread.exdata",
    } do
      local ok, got = pcall(require, name)
      if ok and name == "debug" then
        for field in pairs(got) do t.eq(field, "traceback", name) end
      else
        t.eq(ok, false, "require of " .. name)
      end
    end
  end,
}

scenario{
  name = "sandbox: _G is the script's own table of globals",
  main = function()
    assert(rawequal(_G._G, _G))
    a_global = 1
    t.eq(_G.a_global, 1)
    _G.a_global = 2
    t.eq(a_global, 2)
    a_global = nil
    t.eq(_G.a_global, nil)
  end,
}

scenario{
  name = "sandbox: load compiles text and reports what is wrong with it",
  main = function()
    t.eq(assert(load("return 1 + 1"))(), 2)
    t.eq(assert(loadstring("return ...", "=named"))("x"), "x")
    local f, err = load("return +", "=chunk")
    t.eq(f, nil)
    assert(err:find("chunk:1:", 1, true), err)
    local parts, i = { "return ", "4", "2" }, 0
    f = assert(load(function()
      i = i + 1
      return parts[i]
    end))
    t.eq(f(), 42)
  end,
}

scenario{
  name = "sandbox: what load compiled sees the script's globals only",
  main = function()
    a_global = "seen"
    t.results({ "seen", nil, n = 2 },
      assert(load("return a_global, io"))())
    t.eq(assert(load("return v", "=c", "t", { v = 1 }))(), 1)
    a_global = nil
  end,
}

scenario{
  name = "sandbox: load takes no bytecode",
  main = function()
    local header = "\27LJ\2\0"
    t.eq((load(header)), nil)
    t.eq((loadstring(header)), nil)
    local i, parts = 0, { "\27", "LJ\2\0" }
    t.eq((load(function()
      i = i + 1
      return parts[i]
    end)), nil)
    if string.dump then
      local ok, code = pcall(string.dump, function() return 1 end)
      if ok then t.eq((load(code)), nil) end
    end
  end,
}

scenario{
  name = "sandbox: a reader given to load may wait, or is told it may not",
  main = function()
    local ch = chan()
    go(function()
      time.sleep("1ms")
      select{ send(ch, "return 42"), recv(time.after("1m")) }
    end)
    local first = true
    local ok, f, err = pcall(load, function()
      if not first then return nil end
      first = false
      return (ch:recv())
    end)
    if ok and f then
      t.eq(f(), 42)
    else
      local text = tostring(ok and err or f)
      assert(text ~= "" and text ~= "nil", "a silent failure")
    end
  end,
}

scenario{
  name = "sandbox: table.sort sorts",
  main = function()
    local list = { 5, 2, 8, 1, 9, 3 }
    table.sort(list)
    t.list(list, "1 2 3 5 8 9")
    table.sort(list, function(a, b) return a > b end)
    t.list(list, "9 8 5 3 2 1")
    local many = {}
    for i = 1, 1000 do many[i] = (i * 7919) % 1009 end
    table.sort(many)
    for i = 2, 1000 do assert(many[i - 1] <= many[i], i) end
    t.fails("compare", table.sort, { 1, "x", 2 })
    t.fails("boom", table.sort, { 2, 1 }, function() error("boom") end)
    table.sort({})
  end,
}

scenario{
  name = "sandbox: a comparator may wait, or is told clearly it may not",
  main = function()
    local list = { 3, 1, 2 }
    local ok, err = pcall(table.sort, list, function(a, b)
      time.sleep("1ms")
      return a < b
    end)
    if ok then
      t.list(list, "1 2 3")
    else
      err = tostring(err)
      assert(err:find("sort", 1, true) or err:find("block", 1, true)
        or err:find("wait", 1, true), err)
    end
  end,
}

scenario{
  name = "sandbox: string.gsub replaces by text, table and function",
  main = function()
    t.results({ "hexxo", 2 }, string.gsub("hello", "l", "x"))
    t.results({ "<a><b>", 2 }, ("ab"):gsub("%w", "<%0>"))
    t.results({ "ba dc", 2 }, ("ab cd"):gsub("(%w)(%w)", "%2%1"))
    t.results({ "1b", 2 }, ("ab"):gsub("%w", { a = 1 }))
    t.results({ "Ab", 1 }, ("ab"):gsub("%w", string.upper, 1))
    t.results({ "ab", 2 }, ("ab"):gsub("%w", function() end))
    t.results({ "1a3b", 2 }, ("ab"):gsub("()(%w)", function(at, c)
      return (at * 2 - 1) .. c
    end))
    t.results({ "-a-b-", 3 }, ("ab"):gsub("", "-"))
    t.results({ "x b", 1 }, ("a b"):gsub("^%w", "x"))
    t.fails("invalid|replacement", string.gsub, "a", "a", function()
      return {}
    end)
    t.fails("boom", string.gsub, "a", "a", function() error("boom") end)
    t.fails("string|function|table", string.gsub, "a", "a", true)
  end,
}

scenario{
  name = "sandbox: a gsub callback may wait, or is told it may not",
  main = function()
    local ok, got = pcall(string.gsub, "abc", "%w", function(c)
      time.sleep("1ms")
      return c:upper()
    end)
    got = tostring(got)
    assert(ok and got == "ABC" or not ok and (got:find("gsub", 1, true)
      or got:find("block", 1, true) or got:find("wait", 1, true)), got)
  end,
}

scenario{
  name = "sandbox: goroutines may wait in metamethods and iterators",
  main = function()
    local ch = chan()
    go(function()
      for i = 1, 8 do ch:send(i) end
      ch:close()
    end)
    local waits = setmetatable({}, {
      __index = function() return (ch:recv()) end,
      __newindex = function() ch:recv() end,
      __add = function() return (ch:recv()) end,
      __concat = function() return (ch:recv()) end,
      __call = function() return (ch:recv()) end,
      __lt = function() return ch:recv() == 6 end,
      __unm = function() return (ch:recv()) end,
    })
    t.eq(waits.x, 1)
    waits.x = 0
    t.eq(waits + 1, 3)
    t.eq(waits .. "", 4)
    t.eq(waits(), 5)
    t.eq(waits < setmetatable({}, getmetatable(waits)), true)
    t.eq(-waits, 7)
    for v in function() return (ch:recv()) end do t.eq(v, 8) end
  end,
}

scenario{
  name = "sandbox: math.random draws whole numbers, fractions and ranges",
  main = function()
    for _ = 1, 1000 do
      local x = math.random()
      assert(x >= 0 and x < 1, x)
      local die = math.random(6)
      assert(die >= 1 and die <= 6 and die % 1 == 0, die)
      local n = math.random(-3, 3)
      assert(n >= -3 and n <= 3 and n % 1 == 0, n)
    end
    for _, range in ipairs{ { 0 }, { -1 }, { 2, 1 } } do
      local ok, got = pcall(math.random, unpack(range))
      assert(ok and type(got) == "number"
        or tostring(got):find("interval", 1, true), got)
    end
    t.fails("number", math.random, "x")
    t.fails("number", math.random, {})
  end,
}

scenario{
  name = "sandbox: os.time, os.clock and os.date follow virtual time",
  main = function()
    local time_0, clock_0 = os.time(), os.clock()
    t.eq(type(time_0), "number")
    local day = os.date("!%Y-%m-%d", time_0)
    assert(day:match("^%d%d%d%d%-%d%d%-%d%d$"), day)
    time.sleep("48h")
    t.eq(os.time() - time_0, 48 * 3600)
    assert(os.date("!%Y-%m-%d") ~= day, "two days later it is the same")
    assert(os.clock() >= clock_0)
    t.eq(os.time{ year = 2000, month = 1, day = 2, hour = 12 }
      - os.time{ year = 2000, month = 1, day = 1, hour = 12 }, 86400)
  end,
}

scenario{
  name = "sandbox: collectgarbage collects, and counts as a number",
  main = function()
    local weak = setmetatable({ {} }, { __mode = "v" })
    collectgarbage()
    t.eq(weak[1], nil)
    t.eq(type(collectgarbage("count")), "number")
    t.fails("option", collectgarbage, "nosuch")
  end,
}

scenario{
  name = "sandbox: print takes any values and returns nothing",
  main = function()
    t.results({ n = 0 }, print())
    t.results({ n = 0 }, print(nil, true, 1.5, "x", {}, print, chan()))
    t.fails("boom", print, setmetatable({}, {
      __tostring = function() error("boom") end,
    }))
    t.fails("string", print, setmetatable({}, {
      __tostring = function() return {} end,
    }))
  end,
}

scenario{
  name = "sandbox: string, table, math and bit are Lua's",
  main = function()
    t.eq(("%5.2f|%-5s|%05d|%x"):format(3.14159, "ab", 42, 255),
      " 3.14|ab   |00042|ff")
    t.eq(("ab"):rep(3), "ababab")
    t.results({ 2, 4, "ell" }, ("hello"):find("(e.l)"))
    t.eq(("hello"):match("l+"), "ll")
    local words = {}
    for w in ("one two"):gmatch("%a+") do words[#words + 1] = w end
    t.list(words, "one two")
    t.eq(table.concat({ 1, 2, 3 }, "-"), "1-2-3")
    t.eq(table.remove({ 1, 2, 3 }), 3)
    t.results({ 1, nil, 3, n = 3 }, unpack({ 1, nil, 3 }, 1, 3))
    t.eq(math.floor(-1.5), -2)
    t.eq(math.max(1, 3, 2), 3)
    t.eq(bit.band(0xff, 0x0f), 0x0f)
    t.eq(bit.lshift(1, 4), 16)
    t.eq(tonumber("ff", 16), 255)
    t.eq(type(nil), "nil")
  end,
}

scenario{
  name = "sandbox: pairs, next and metatables are Lua's",
  main = function()
    local seen, n = { a = 1, b = 2, 3, 4 }, 0
    for k, v in pairs(seen) do
      t.eq(seen[k], v)
      n = n + 1
    end
    t.eq(n, 4)
    t.eq(next({}), nil)
    t.eq(rawget(setmetatable({}, { __index = { x = 1 } }), "x"), nil)
    t.eq(setmetatable({}, { __index = { x = 1 } }).x, 1)
    t.fails("protected", setmetatable,
      setmetatable({}, { __metatable = "mine" }), {})
  end,
}

scenario{
  name = "sandbox: debug.traceback names the lines of the script",
  main = function()
    local line
    local function inner()
      line = t.line() + 1
      return debug.traceback("told") .. ""
    end
    local text = inner()
    t.eq(text:sub(1, 4), "told")
    assert(text:find("sandbox.lua:" .. line, 1, true), text)
  end,
}

scenario{
  name = "sandbox: getfenv and setfenv reach no globals but the script's",
  main = function()
    if not getfenv then return end
    for level = 0, 10 do
      local ok, env = pcall(getfenv, level)
      if ok and type(env) == "table" then
        t.eq(rawget(env, "io"), nil, "io at level " .. level)
        t.eq(rawget(env, "ffi"), nil, "ffi at level " .. level)
      end
    end
    for _, f in ipairs{ print, pcall, go, string.rep, require } do
      local ok, env = pcall(getfenv, f)
      if ok and type(env) == "table" then t.eq(env.io, nil, "io") end
    end
  end,
}

scenario{
  name = "sandbox: what one scenario does to the string library ...",
  main = function()
    string.upper = nil
    pcall(function() getmetatable("").__index = nil end)
    pcall(function() getmetatable("").__add = function() end end)
  end,
}

scenario{
  name = "sandbox: ... the next one does not see",
  main = function()
    t.eq(("x"):rep(2), "xx")
    t.eq(("x"):upper(), "X")
    t.fails("arithmetic", function() return "x" + 1 end)
  end,
}

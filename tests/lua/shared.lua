-- shared: observed variables and tables.
local t = require "lib.t"

scenario{
  name = "shared: a variable is read and written",
  main = function()
    local x = shared(1, "x")
    t.eq(x:get(), 1)
    x:set("two")
    t.eq(x:get(), "two")
    x:set(nil)
    t.eq(x:get(), nil)
    t.eq(shared(nil):get(), nil)
    t.eq(shared():get(), nil)
    t.eq(shared(false):get(), false)
  end,
}

scenario{
  name = "shared: update reads, then writes what the function returns",
  main = function()
    local x = shared(20)
    x:update(function(v) return v * 2 + 2 end)
    t.eq(x:get(), 42)
    t.fails("function", x.update, x, 42)
    t.fails("boom", x.update, x, function() error("boom") end)
    t.eq(x:get(), 42, "after a failed update")
  end,
}

scenario{
  name = "shared: a table's fields are read and written as usual",
  main = function()
    local stock = shared({ apples = 3, 10, 20 }, "stock")
    t.eq(stock.apples, 3)
    t.eq(stock[2], 20)
    t.eq(stock.pears, nil)
    stock.pears = 5
    stock.apples = stock.apples - 1
    stock[3] = 30
    t.eq(stock.pears, 5)
    t.eq(stock.apples, 2)
    t.eq(#stock, 3)
    stock.pears = nil
    t.eq(stock.pears, nil)
    stock[true] = "yes"
    t.eq(stock[true], "yes")
  end,
}

scenario{
  name = "shared: pairs, ipairs, next and # see a table's fields",
  main = function()
    local s = shared({ 10, 20, 30, x = 1, y = 2 })
    local sum, n = 0, 0
    for k, v in pairs(s) do
      t.eq(s[k], v)
      sum, n = sum + v, n + 1
    end
    t.eq(n, 5)
    t.eq(sum, 63)
    local list = {}
    for i, v in ipairs(s) do list[i] = v end
    t.list(list, "10 20 30")
    t.eq(#s, 3)
    local k, v = next(s)
    t.eq(s[k], v)
    t.eq(next(shared({})), nil)
  end,
}

scenario{
  name = "shared: fields may be cleared while iterating",
  main = function()
    local s = shared({ a = 1, b = 2, c = 3 })
    for k in pairs(s) do s[k] = nil end
    t.eq(next(s), nil)
  end,
}

scenario{
  name = "shared: nil and NaN are no keys, as in any table",
  main = function()
    local s = shared({})
    t.fails("nil", function() s[nil] = 1 end)
    t.fails("NaN", function() s[0 / 0] = 1 end)
    t.eq(s[nil], nil)
  end,
}

scenario{
  name = "shared: under a lock nothing is lost and nothing races",
  main = function()
    local mu, wg, n = sync.mutex(), sync.waitgroup(), shared(0, "n")
    for _ = 1, 10 do
      wg:add(1)
      go(function()
        for _ = 1, 10 do
          mu:lock()
          n:set(n:get() + 1)
          mu:unlock()
        end
        wg:done()
      end)
    end
    wg:wait()
    t.eq(n:get(), 100)
  end,
}

scenario{
  name = "shared: handed over a channel it does not race",
  main = function()
    local s, turn = shared({ n = 0 }, "s"), chan()
    go(function()
      turn:recv()
      s.n = s.n + 1
      turn:send(true)
    end)
    s.n = 1
    turn:send(true)
    turn:recv()
    t.eq(s.n, 2)
  end,
}

scenario{
  name = "shared: two updates at once sometimes lose one",
  main = function()
    local n, wg = shared(0, "n"), sync.waitgroup()
    for _ = 1, 2 do
      wg:add(1)
      go(function()
        n:update(function(v) return v + 1 end)
        wg:done()
      end)
    end
    wg:wait()
    if n:get() == 1 then panic("lost an update") end
  end,
  explore = { strategy = "random", runs = 200 },
  expect = sometimes{ panic = "lost an update" },
}

scenario{
  name = "shared: globals of the script keep their values",
  main = function()
    counter, label = 1, "x"
    counter = counter + 1
    t.eq(counter, 2)
    t.eq(_G.counter, 2)
    t.eq(rawget(_G, "nothing"), nil)
    t.eq(nothing, nil)
    local found = false
    for name in pairs(_G) do found = found or name == "label" end
    t.eq(found, true, "pairs(_G) shows a global")
    counter, label = nil, nil
    t.eq(counter, nil)
  end,
}

scenario{
  name = "shared: its methods ask for a shared variable",
  main = function()
    local x = shared(1)
    t.fails("shared", x.get, 42)
    t.fails("shared", x.get)
    t.fails("shared", x.set, {}, 1)
    t.fails("name|string", shared, 1, {})
  end,
}

scenario{
  name = "shared: the table library takes an observed table",
  main = function()
    local x = shared({}, "x")
    table.insert(x, "b")
    table.insert(x, 1, "a")
    table.insert(x, "c")
    t.eq(table.concat(x, ","), "a,b,c")
    t.eq(table.concat(x, "", 2, 3), "bc")
    t.eq(select("#", unpack(x)), 3)
    t.eq((unpack(x, 2)), "b")
    t.eq(table.remove(x, 1), "a")
    t.eq(table.remove(x), "c")
    t.eq(table.remove(x, 5), nil)
    t.eq(#x, 1)
    t.eq(table.remove(x), "b")
    t.eq(table.remove(x), nil)
    for i = 1, 5 do table.insert(x, i * 3 % 5) end
    table.sort(x)
    t.eq(table.concat(x), "01234")
    table.sort(x, function(a, b) return a > b end)
    t.eq(table.concat(x), "43210")
  end,
}

scenario{
  name = "shared: what the table library does to it is seen",
  main = function()
    local x = shared({ 1 }, "list")
    go(function() table.insert(x, 2) end)
    table.concat(x)
    time.sleep(1)
  end,
  expect = always{ race = { name = "list" } },
}

scenario{
  name = "shared: the table library refuses what is no table",
  main = function()
    t.fails("#1 to 'insert' (table expected, got nil)", table.insert, nil, 1)
    t.fails("#1 to 'insert' (table expected, got no value", table.insert)
    t.fails("#1 to 'concat' (table expected, got string)", table.concat, "")
    t.fails("#1 to 'unpack' (table expected, got number)", unpack, 1)
    t.fails("wrong number of arguments to 'insert'", table.insert, shared{})
    t.fails("#2 to 'insert' (number expected, got boolean)", table.insert,
      shared{}, true, 1)
    t.fails("#2 to 'remove' (number expected", table.remove, shared{ 1 }, {})
  end,
}

local Account = {}
Account.__index = Account
function Account:deposit(n) self.balance = self.balance + n end

scenario{
  name = "shared: an observed table may be of a class",
  main = function()
    local a = setmetatable(shared({ balance = 1 }, "a"), Account)
    local b = shared(setmetatable({ balance = 2 }, Account), "b")
    a:deposit(5)
    b:deposit(5)
    t.eq(a.balance, 6)
    t.eq(b.balance, 7)
    t.eq(a.nothing, nil)
    t.eq(getmetatable(a), Account)
    t.eq(getmetatable(shared{}), nil)
    t.fails("must be a table", setmetatable, shared{},
      { __index = function() end })
    t.fails("table expected", setmetatable, 5, {})
  end,
}

scenario{
  name = "shared: its methods race on its fields",
  main = function()
    local a = setmetatable(shared({ balance = 1 }, "a"), Account)
    go(function() a:deposit(1) end)
    a:deposit(2)
    time.sleep(1)
  end,
  expect = { always{ race = { name = "a.balance" } },
    never{ race = { name = "a.deposit" } } },
}

-- require: a script's own modules, beside the script.
local t = require "lib.t"

scenario{
  name = "require: finds a module beside the script, by dots for folders",
  main = function()
    local counting = require "lib.counting"
    t.eq(counting.up(), 1)
    t.eq(counting.name, "lib.counting")
  end,
}

scenario{
  name = "require: loads a module once and returns the same value",
  main = function()
    local a, b = require "lib.counting", require "lib.counting"
    assert(rawequal(a, b))
    t.eq(loads_of_counting, 1)
    t.eq(a.up(), 1, "a module starts afresh in every run")
  end,
}

scenario{
  name = "require: a module that returns nothing gives true",
  main = function() t.eq(require "lib.silent", true) end,
}

scenario{
  name = "require: an error in a module names its file and line",
  main = function()
    local text = t.fails("always fails", require, "lib.failing")
    assert(text:find("failing.lua:2:", 1, true), text)
  end,
}

scenario{
  name = "require: a module that is not there is an error with its name",
  main = function()
    t.fails("no.such.module", require, "no.such.module")
  end,
}

scenario{
  name = "require: wants a name",
  main = function()
    t.fails("string|name", require)
    t.fails("string|name", require, {})
    t.fails("module|name", require, "")
  end,
}

scenario{
  name = "require: a module may wait, or is told clearly that it may not",
  main = function()
    local ok, got = pcall(require, "lib.waiting")
    if ok then
      t.eq(got.got, "came")
    else
      local text = tostring(got)
      assert(text:find("block", 1, true) or text:find("wait", 1, true)
        or text:find("require", 1, true), text)
    end
  end,
  drain = "0s",
}

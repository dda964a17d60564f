-- What the files beside this folder are made of: programs that have a race,
-- and programs that have none.
local races = {}

local every = { strategy = "random", runs = 200 }
local weak = { strategy = "random", runs = 20, weak_memory = true }

-- For a file to call with its `scenario`: racy(name, on, main) and
-- fine(name, main).
function races.judged(scenario)
  -- Some schedule shows the race on what `on` names.
  local function racy(name, on, main)
    scenario{
      name = "race: " .. name, main = main, explore = every,
      expect = sometimes{ race = { name = on } },
    }
  end
  -- No schedule has a race, or ends in anything but a pass; nor does one with
  -- weak memory, which shows old values to who is not ordered.
  local function fine(name, main)
    local expect = { always{ pass = true }, never{ race = true } }
    scenario{
      name = "no race: " .. name, main = main, explore = every,
      expect = expect,
    }
    scenario{
      name = "no old value: " .. name, main = main, explore = weak,
      expect = expect,
    }
  end
  return racy, fine
end

-- The same: twins(name, on, main), of a main whose argument says whether it is
-- the right one; the wrong one has a race on what `on` names.
function races.twins(scenario)
  local racy, fine = races.judged(scenario)
  return function(name, on, main)
    racy(name, on, function() main(false) end)
    fine(name, function() main(true) end)
  end
end

-- Runs each in a goroutine, and returns when all have ended.
function races.together(...)
  local wg = sync.waitgroup()
  for _, f in ipairs{ ... } do wg:go(f) end
  wg:wait()
end

-- Comes back when cond() holds; orders nothing.
function races.poll(cond)
  while not cond() do time.sleep("1ms") end
end

-- What can be raced on: each makes one, named "x", and returns what reads and
-- what writes it.
races.places = {
  {
    name = "a variable",
    make = function()
      local x = shared(0, "x")
      return function() return x:get() end, function(v) x:set(v) end
    end,
  },
  {
    name = "a field",
    make = function()
      local x = shared({ f = 0 }, "x")
      return function() return x.f end, function(v) x.f = v end
    end,
  },
  {
    name = "an element",
    make = function()
      local x = shared({ 0, 0 }, "x")
      return function() return x[2] end, function(v) x[2] = v end
    end,
  },
  {
    name = "a global",
    make = function()
      x = 0
      return function() return x end, function(v) x = v end
    end,
  },
  {
    name = "a map",
    make = function()
      local m = map({ 0 }, "x")
      return function() return m[1] end, function(v) m[1] = v end
    end,
  },
  {
    name = "an atomic, used plainly",
    make = function()
      local a = sync.atomic(0, "x")
      return function() return a:get() end, function(v) a:set(v) end
    end,
  },
}

-- One of them, each in its turn: so every program meets several.
local turn = 0
function races.place()
  turn = turn % #races.places + 1
  return races.places[turn]
end

function races.on(p, name)
  return name .. ": " .. p.name
end

return races

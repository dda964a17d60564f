-- For tests of data races: what is one in every schedule, and what never is.
local races = {}

local every = { strategy = "random", runs = 100 }

-- For a file to call with its `scenario`: racy(name, on, main) and
-- fine(name, main).
function races.judged(scenario)
  -- main races on what `on` names, whatever the schedule.
  local function racy(name, on, main)
    scenario{
      name = "race: " .. name, explore = every, main = main,
      expect = { always{ race = { name = on } }, never{ panic = true } },
    }
  end
  -- main never races.
  local function fine(name, main)
    scenario{ name = "no race: " .. name, explore = every, main = main }
  end
  return racy, fine
end

-- Starts all, and returns when all have ended.
function races.together(...)
  local wg = sync.waitgroup()
  for _, f in ipairs{ ... } do wg:go(f) end
  wg:wait()
end

return races

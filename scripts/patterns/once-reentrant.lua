-- once-reentrant: a once that calls itself.
--
-- The initialisation reads the configuration, and reading it makes sure that
-- it is initialised: by the same once. That second call waits for the first
-- one to end, inside the first one.
-- Repair: the initialisation uses what it has at hand.

local function new_config()
  return { once = sync.once("init") }
end

local get

local function init(config, fixed)
  config.values = { depth = 3 }
  config.twice = (fixed and config.values or get(config)).depth * 2
end

function get(config, fixed)
  config.once:call(function() init(config, fixed) end)
  return config.values
end

scenario.pair{
  name = "the initialisation asks for what it makes",
  main = function(fixed)
    local config = new_config()
    get(config, fixed)
    check.always(config.twice == 6, "it is initialised")
  end,
  expect = always{
    deadlock = {
      count = 1, wait = "sync.Mutex.Lock", cause = "called by itself",
      at = "once-reentrant.lua:20",
    },
  },
}

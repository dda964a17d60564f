-- cockroach_35501: every check validates a field of the loop's variable.
--
-- A table has ten constraints to check, and a goroutine is started for each
-- with a reference to the name in the loop's variable. One variable serves
-- all rounds (as in Go before 1.22: here it is declared outside the loop, for
-- a loop of Lua has a new one each time), so the loop assigns it while the
-- goroutines read it: they race, some names are checked twice and others not.
-- Repair: a variable of its own for each round.

local function names(count)
  local list = {}
  for n = 1, count do list[n] = { name = "positive_" .. n } end
  return list
end

local function validate(constraint, checked)
  checked:send(constraint.name)
end

local function validate_all(constraints, fixed)
  local checked = chan(#constraints, "checked")
  local current = shared({}, "constraint")
  for _, constraint in ipairs(constraints) do
    current.name = constraint.name
    go("validate", validate, fixed and constraint or current, checked)
  end
  return checked
end

scenario.pair{
  name = "ten constraints are validated by one variable",
  main = function(fixed)
    local constraints, seen = names(10), {}
    local checked = validate_all(constraints, fixed)
    for _ = 1, #constraints do
      local name = checked:recv()
      check.always(not fixed or not seen[name], "each is checked once")
      seen[name] = true
    end
  end,
  expect = always{ race = { name = "constraint.name" } },
}

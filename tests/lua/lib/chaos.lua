-- For tests of faults.
local t = {}

-- For a file to call with its `scenario`: pass(name, plan, main).
function t.passing(scenario)
  return function(name, plan, main)
    scenario{ name = "chaos: " .. name, chaos = plan, main = main,
      explore = { strategy = "default" } }
  end
end

-- What fired, as "fault@op object", in order.
function t.log()
  local list = {}
  for i, h in ipairs(chaos.log()) do
    list[i] = h.fault .. "@" .. h.op .. (h.object ~= "" and " " .. h.object
      or "")
  end
  return table.concat(list, ", ")
end

return t

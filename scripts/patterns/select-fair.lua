-- select-fair: two cases that are always ready.
--
-- Go picks uniformly among the ready cases, so that a busy channel cannot
-- starve a quiet one. The order in which the cases are written gives no
-- priority, although many programs hope for it: "done first" needs a select
-- of its own before the other one.

local function pick(left, right)
  local which = select{ recv(left, "left"), recv(right, "right") }
  return which
end

local function two_ready()
  local left, right = chan(0, "left"), chan(0, "right")
  left:close()
  right:close() -- a closed channel is always ready
  return left, right
end

scenario{
  name = "either case may be picked",
  main = function()
    local which = pick(two_ready())
    check.sometimes(which == "left", "the first case is picked")
    check.sometimes(which == "right", "the second case is picked")
  end,
  expect = always{ pass = true },
}

scenario{
  name = "neither starves over 1,000 picks",
  explore = { strategy = "default" },
  main = function()
    local left, right = two_ready()
    local picks = { left = 0, right = 0 }
    for _ = 1, 1000 do
      local which = pick(left, right)
      picks[which] = picks[which] + 1
    end
    check.always(picks.left > 300, "left has its share")
    check.always(picks.right > 300, "right has its share")
    check.always(picks.left + picks.right == 1000, "there is no third")
  end,
  expect = always{ pass = true },
}

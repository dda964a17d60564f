-- nil-case: a nil channel switches off a case of a select.
--
-- A case on a nil channel is never ready, so it is never chosen, whether it
-- sends or receives. Go programmers use it on purpose: a merge sets an input
-- to nil once it is closed (a closed channel is always ready and would spin),
-- and a sender whose queue is empty sets its output to nil.

scenario{
  name = "the nil cases are never chosen",
  main = function()
    local live = chan(1, "live")
    for n = 1, 20 do
      live:send(n)
      local which, value = select{
        recv(nilchan, "nil receive"),
        send(nilchan, n, "nil send"),
        recv(live, "live"),
      }
      check.always(which == "live" and value == n, "only the live case")
    end
  end,
  expect = always{ pass = true },
}

local function fill(input, first, last)
  for n = first, last do
    input:send(n)
  end
  input:close()
end

-- Receives from both until both are closed; returns how many values came.
local function drain_both(left, right)
  local count = 0
  while left ~= nilchan or right ~= nilchan do
    local which, _, ok = select{ recv(left, "left"), recv(right, "right") }
    if ok then
      count = count + 1
    elseif which == "left" then
      left = nilchan
    else
      right = nilchan
    end
  end
  return count
end

scenario{
  name = "a merge switches off each input as it closes",
  main = function()
    local left, right = chan(0, "left"), chan(0, "right")
    go("fill left", fill, left, 1, 3)
    go("fill right", fill, right, 4, 9)
    local count = drain_both(left, right)
    check.always(count == 9, "every value of both inputs came")
  end,
  expect = always{ pass = true },
}

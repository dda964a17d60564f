-- atomic-inventory: many buyers, one stock, `stock = stock - 1`.
--
-- Whoever looks at the stock and takes one a line later has looked too early:
-- others were there in between. One item is sold twice, a decrement gets lost,
-- and the stock is below zero or too high. An atomic variable makes each step
-- whole, but not two of them: to look and to take has to be one operation.
-- Repair: one lock around both, or one atomic step that says how it went.

local ITEMS, BUYERS = 2, 4

-- Sends BUYERS buyers at once; returns how many got something.
local function sell(buy)
  local all, sold = sync.waitgroup("buyers"), sync.atomic(0, "sold")
  for n = 1, BUYERS do
    all:add(1)
    go("buyer " .. n, function()
      defer(all, "done")
      if buy() then sold:add(1) end
    end)
  end
  all:wait()
  return sold:load()
end

local function check_sale(sold, left)
  check.always(left >= 0, "negative stock: " .. left)
  check.always(sold == ITEMS, sold .. " sold of " .. ITEMS)
  check.always(left == 0, left .. " left")
end

scenario.pair{
  name = "a plain variable / one atomic step",
  main = function(fixed)
    local stock, left = shared(ITEMS, "stock"), sync.atomic(ITEMS, "left")
    local sold = sell(function()
      if fixed then
        if left:add(-1) >= 0 then return true end
        left:add(1) -- one too many: put it back
        return false
      end
      if stock:get() > 0 then
        stock:set(stock:get() - 1)
        return true
      end
    end)
    check_sale(sold, fixed and left:load() or stock:get())
  end,
  expect = {
    always{ race = { name = "stock", at = "atomic-inventory.lua:42" } },
    sometimes{ assertion = "negative stock" },
    sometimes{ assertion = "4 sold of 2" },
  },
}

scenario{
  name = "atomic, but in two steps: no race, and still below zero",
  main = function()
    local stock = sync.atomic(ITEMS, "stock")
    local sold = sell(function()
      if stock:load() > 0 then
        stock:add(-1)
        return true
      end
    end)
    check_sale(sold, stock:load())
  end,
  expect = {
    sometimes{ assertion = "negative stock" },
    sometimes{ pass = true },
    never{ race = true },
  },
}

scenario{
  name = "compare and swap: take only what was seen",
  main = function()
    local stock = sync.atomic(ITEMS, "stock")
    local sold = sell(function()
      local n = stock:load()
      while n > 0 do
        if stock:cas(n, n - 1) then return true end
        n = stock:load()
      end
    end)
    check_sale(sold, stock:load())
  end,
  expect = always{ pass = true },
}

scenario{
  name = "a lock around the look and the taking",
  main = function()
    local stock, mu = shared(ITEMS, "stock"), sync.mutex("stock")
    local buy = func(function()
      mu:lock()
      defer(mu, "unlock")
      if stock:get() == 0 then return false end
      stock:set(stock:get() - 1)
      return true
    end)
    check_sale(sell(buy), stock:get())
  end,
  expect = always{ pass = true },
}

-- select-no-cases: `select{}` blocks its goroutine for ever.
--
-- In Go programs an empty select in main says "the others do the work now".
-- In any other goroutine nothing can ever end it: no channel, no context, no
-- signal. A list of cases that was built at run time and came out empty does
-- the same by accident.
-- Repair: wait for something that ends: a done channel, a context, a group.

scenario{
  name = "a goroutine keeps itself alive for ever",
  main = function()
    go("keep alive", function()
      select{}
    end)
  end,
  expect = always{
    leak = {
      { count = 1 },
      {
        count = 1, wait = "select (no cases)", cause = "empty select",
        at = "select-no-cases.lua:13", created = "select-no-cases.lua:12",
      },
    },
  },
}

scenario{
  name = "a list of cases came out empty",
  main = function()
    local subscriptions = {}
    go("dispatcher", function()
      local cases = {}
      for i, ch in ipairs(subscriptions) do
        cases[i] = recv(ch)
      end
      select(cases)
    end)
  end,
  expect = always{
    leak = {
      count = 1, wait = "select (no cases)", cause = "empty select",
      at = "select-no-cases.lua:36",
    },
  },
}

scenario{
  name = "main waits in an empty select while nobody works",
  main = function()
    select{}
  end,
  expect = always{
    deadlock = {
      count = 1, wait = "select (no cases)", cause = "empty select",
      at = "select-no-cases.lua:50",
    },
  },
}

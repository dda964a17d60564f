-- What dpor leaves out must be like something that it runs: behaviours that
-- hang on state of the library's own, which operations have to tell it of.

local function both(name, first, second, expect)
  for i, order in ipairs{ { first, second }, { second, first } } do
    scenario{
      name = name .. (i == 1 and "" or ", started the other way round"),
      main = function()
        local ctx, cancel = context.with_cancel(context.background())
        local w = { ctx = ctx, cancel = cancel, ran = sync.atomic(0) }
        w.stop = context.after_func(ctx, function() w.ran:store(1) end)
        go(function() order[1](w) end)
        go(function() order[2](w) end)
      end,
      explore = { strategy = "dpor", runs = 1000 },
      expect = expect,
    }
  end
end

local function cancel(w) w.cancel() end

both("proofs: a context made after the cancel has ended, and before it not",
  cancel, function(w)
    local child = context.with_cancel(w.ctx)
    check.always(child:err() == nil, "ended")
  end,
  { sometimes{ assertion = "ended" }, sometimes{ pass = true } })

both("proofs: a function is stopped before the cancel or after it",
  cancel, function(w) check.always(w.stop(), "too late") end,
  { sometimes{ assertion = "too late" }, sometimes{ pass = true } })

both("proofs: a stopped function never runs",
  cancel, function(w)
    if w.stop() then
      time.sleep(1)
      check.always(w.ran:load() == 0, "it ran")
    end
  end,
  always{ pass = true })

both("proofs: of two causes either is the one", function(w)
  local ctx, cancel_it = context.with_cancel_cause(w.ctx)
  w.child = ctx
  go(function() cancel_it("own") end)
  w.cancel()
  ctx:done():recv()
  check.always(context.cause(ctx) == "own", "from above")
end, function() end, {
  sometimes{ assertion = "from above" }, sometimes{ pass = true },
})

-- Waitgroups: counters that nobody sees pass through zero (core/explore).

scenario{
  name = "proofs: a wait between two adds",
  main = function()
    local wg, late = sync.waitgroup(), shared(false, "late")
    go(function() wg:wait() check.always(not late:get(), "waited") end)
    wg:add(1)
    go(function() late:set(true) wg:done() end)
  end,
  explore = { strategy = "dpor", runs = 1000 },
  expect = { sometimes{ assertion = "waited" }, sometimes{ race = true } },
}

scenario{
  name = "proofs: a done that may come before its add",
  main = function()
    local wg = sync.waitgroup()
    go(function() wg:done() end)
    wg:add(1)
    wg:wait()
  end,
  explore = { strategy = "dpor", runs = 1000 },
  expect = {
    sometimes{ panic = "negative WaitGroup counter" }, sometimes{ pass = true },
  },
}

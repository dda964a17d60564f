-- kubernetes_82550: ten goroutines ask for a provider that is made when asked.
--
-- The credential provider makes the real one at the first call: if there is
-- none yet, make one and keep it. Image pulls run in parallel, so the first
-- call comes ten times: all read the field while the first of them writes it,
-- and more than one may find it empty, make its own and throw another's away.
-- Repair: look and make under one lock.

local function new_lazy_provider(fixed)
  return {
    lock = sync.mutex("lazy provider"), fixed = fixed,
    state = shared({ made = 0 }, "lazy provider"),
  }
end

local function new_provider(lazy)
  lazy.state.made = lazy.state.made + 1
  return { credentials = function(image) return "token for " .. image end }
end

local provide = func(function(lazy, image)
  if lazy.fixed then
    lazy.lock:lock()
    defer(lazy.lock, "unlock")
  end
  if not lazy.state.provider then
    lazy.state.provider = new_provider(lazy)
  end
  return lazy.state.provider.credentials(image)
end)

scenario.pair{
  name = "ten pulls come before there is a provider",
  main = function(fixed)
    local lazy, pulling = new_lazy_provider(fixed), sync.waitgroup("pulling")
    for n = 1, 10 do
      pulling:add(1)
      go("pull", function()
        defer(pulling, "done")
        local token = provide(lazy, "image " .. n)
        check.always(token == "token for image " .. n, "each has its token")
      end)
    end
    pulling:wait()
    check.always(lazy.state.made == 1, "a second provider was made")
  end,
  explore = { runs = 1000 },
  expect = {
    always{ race = { name = "lazy provider.provider" } },
    sometimes{ assertion = "a second provider was made" },
  },
}

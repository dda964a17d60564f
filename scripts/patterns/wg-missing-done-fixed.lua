-- wg-missing-done, repaired: the done is deferred, so no way out skips it.

local function check_host(host, checks)
  defer(checks, "done")
  if host == "db" then
    return
  end
end

scenario{
  name = "one of five returns early, and is counted off",
  main = function()
    local checks = sync.waitgroup("checks")
    checks:add(5)
    for _, host in ipairs{ "web", "mail", "db", "cache", "queue" } do
      go(host, check_host, host, checks)
    end
    checks:wait()
  end,
  expect = always{ pass = true },
  explore = { runs = 100 },
}

-- serving_3148: a hook is put into a fake client that is already in use.
--
-- The fake client keeps a chain of reactions and walks it for every call. The
-- test starts its controllers, in a group that it waits for at the end, and
-- then installs a hook to see the calls: a new chain with the hook in front.
-- The field with the chain is read by the controllers and written by the
-- test, with no order between them; calls made before are not seen at all.
-- Repair: install the hooks, then start the controllers.

local function tracker(action)
  return action.verb == "list" and {} or nil
end

local function invoke(client, action)
  for _, react in ipairs(client.chain) do
    local answer = react(action)
    if answer then return answer end
  end
end

local function prepend(client, reaction)
  local chain = { reaction }
  for _, old in ipairs(client.chain) do chain[#chain + 1] = old end
  client.chain = chain
end

local function watch_updates(client, seen)
  prepend(client, function(action) seen[#seen + 1] = action.verb end)
end

local function run_controllers(client, names, group)
  for _, name in ipairs(names) do
    group:go(function() invoke(client, { verb = "list", by = name }) end)
  end
end

local test_global_resync = func(function(fixed)
  local client, seen = shared({ chain = { tracker } }, "client"), {}
  local group = sync.waitgroup("group")
  defer(function()
    group:wait()
    check.always(#seen == 2 or not fixed, "the hook sees every call")
  end)
  if fixed then watch_updates(client, seen) end
  run_controllers(client, { "routes", "ingresses" }, group)
  if not fixed then watch_updates(client, seen) end
end)

scenario.pair{
  name = "the chain of reactions is replaced while it is walked",
  main = test_global_resync,
  expect = always{ race = { name = "client.chain" } },
}

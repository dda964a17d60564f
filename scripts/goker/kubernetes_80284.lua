-- kubernetes_80284: every client of a configuration sets its dialler.
--
-- A configuration is meant to be shared. To load its certificates anew, an
-- authenticator puts a dialler of its own into the configuration it is given,
-- and two clients that are made at the same time both do: two unordered
-- writes of one field. One of the diallers is never heard of again, and the
-- connections it should close when certificates change stay open.
-- Repair: the configuration is copied, and the copy is the client's own.

local function new_dialler(client)
  return function(address) return client .. " to " .. address end
end

local function update_transport(config, client)
  config.dial = new_dialler(client)
end

local function new_client(config, name, fixed)
  if fixed then
    config = shared({ server = config.server }, "config of " .. name)
  end
  update_transport(config, name)
  return { name = name, config = config }
end

local function use(client)
  return client.config.dial(client.config.server)
end

scenario.pair{
  name = "two clients set the dialler of one configuration",
  main = function(fixed)
    local config = shared({ server = "10.0.0.1:6443" }, "config")
    local made = sync.waitgroup("made")
    for _, name in ipairs{ "kubelet", "proxy" } do
      made:add(1)
      go(name, function()
        defer(made, "done")
        local client = new_client(config, name, fixed)
        if fixed then
          check.always(use(client) == name .. " to 10.0.0.1:6443",
            "each dials for itself")
        end
      end)
    end
    made:wait()
  end,
  expect = always{ race = { name = "config.dial" } },
}

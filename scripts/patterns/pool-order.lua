-- pool-order: a put before the get, and a get that counts on a put.
--
-- A pool is no store and no queue. What was put may come back to anybody, in
-- any order, or never: collections of garbage clear it. Code that puts a
-- session and gets "it" back later works until one of these happens.
-- And a put that is deferred before the get has its argument fixed by then: in
-- Go the nil pointer of the declaration, which is put into the pool and given
-- to the next one who asks.
-- Repair: keep what must come back in a map or a channel; defer the put in the
-- line after the get.

local function new_session(user)
  return { user = user }
end

scenario{
  name = "what was put has been cleared away when it is wanted",
  main = function()
    local sessions = sync.pool({}, "sessions")
    sessions:put(new_session("ann"))
    runtime.gc()
    runtime.gc() -- the second one forgets what the first has kept
    local session = sessions:get()
    check.always(session, "ann's session is gone")
  end,
  expect = always{ assertion = "ann's session is gone" },
}

scenario{
  name = "what comes back is somebody else's",
  main = function()
    local sessions = sync.pool({
      new = function() return new_session("nobody") end,
    }, "sessions")
    for _, user in ipairs{ "ann", "bob", "eve" } do
      sessions:put(new_session(user))
    end
    local session = sessions:get()
    check.always(session.user == "ann", "ann has " .. session.user)
    session = sessions:get()
    check.always(session.user == "bob", "bob has " .. session.user)
  end,
  expect = {
    sometimes{ assertion = "ann has bob" },
    sometimes{ assertion = "bob has eve" },
    sometimes{ assertion = "ann has nobody" },
  },
  explore = { runs = 1000 },
}

scenario{
  name = "repaired: a map under a lock keeps them",
  main = function()
    local mu, sessions = sync.mutex("sessions"), map({}, "sessions")
    for _, user in ipairs{ "ann", "bob", "eve" } do
      mu:lock()
      sessions[user] = new_session(user)
      mu:unlock()
    end
    runtime.gc()
    runtime.gc()
    mu:lock()
    check.always(sessions.ann.user == "ann", "ann has her own")
    mu:unlock()
  end,
  expect = always{ pass = true },
}

-- What a buffer is before it has been made: in Go a nil pointer, whose fields
-- nobody can use.
local zero = {}

local function fill(buffers, text, fixed)
  local buffer = zero
  if not fixed then
    defer(buffers, "put", buffer) -- that of now
  end
  buffer = buffers:get()
  if fixed then
    defer(buffers, "put", buffer)
  end
  buffer.parts[1] = text
  return buffer.parts[1]
end

scenario.pair{
  name = "the put is deferred before the get",
  main = function(fixed)
    local buffers = sync.pool({
      new = function() return { parts = {} } end,
    }, "buffers")
    for n = 1, 2 do
      local text = func(fill)(buffers, "line " .. n, fixed)
      check.always(text == "line " .. n, "the buffer is this call's")
    end
  end,
  expect = {
    sometimes{ panic = "invalid memory address or nil pointer dereference" },
    never{ assertion = true },
  },
}

-- pool-unclean: an object goes back into the pool with its last user's data.
--
-- A handler takes a buffer, fills it and puts it back as it is. The next one
-- takes it for an empty buffer: its answer begins with somebody else's. With
-- little traffic it is never seen, for a collection of garbage clears the pool
-- and whoever finds it empty gets a new buffer.
-- Repair: reset what goes in, before every put.

local function new_buffers()
  return sync.pool({ new = function() return { parts = {} } end }, "buffers")
end

-- The handler's answer, built in a buffer of the pool.
local function answer(buffers, user, fixed)
  local buffer = buffers:get()
  table.insert(buffer.parts, "account of " .. user)
  local text = table.concat(buffer.parts, ", ")
  if fixed then
    buffer.parts = {}
  end
  buffers:put(buffer)
  return text
end

scenario.pair{
  name = "the second answer begins with the first",
  main = function(fixed)
    local buffers = new_buffers()
    for _, user in ipairs{ "ann", "bob" } do
      local text = answer(buffers, user, fixed)
      check.always(text == "account of " .. user, user .. " got: " .. text)
    end
  end,
  expect = {
    sometimes{ assertion = "bob got: account of ann, account of bob" },
    sometimes{ pass = true }, -- when the pool gave a new one
  },
}

scenario.pair{
  name = "a user may meet the buffer of any other",
  main = function(fixed)
    local buffers, all = new_buffers(), sync.waitgroup("users")
    for _, user in ipairs{ "ann", "bob", "eve" } do
      all:go(function()
        local text = answer(buffers, user, fixed)
        check.always(text == "account of " .. user, user .. " got: " .. text)
      end)
    end
    all:wait()
  end,
  expect = {
    sometimes{ assertion = "ann got: account of bob, account of ann" },
    sometimes{ assertion = "ann got: account of eve, account of ann" },
    sometimes{ assertion = "eve got: account of ann, account of eve" },
  },
}

scenario{
  name = "a cleared pool hides it: two collections, and bob's is new",
  main = function()
    local buffers = new_buffers()
    answer(buffers, "ann")
    runtime.gc()
    runtime.gc()
    local text = answer(buffers, "bob")
    check.always(text == "account of bob", "nothing is left of ann")
  end,
  expect = always{ pass = true },
}

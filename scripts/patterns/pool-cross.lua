-- pool-cross: an object is used on after it was put back.
--
-- The handler defers the put and hands its buffer to a goroutine that logs it.
-- When the handler returns, the buffer is in the pool, the next handler takes
-- it and writes; the log reads at the same time. Two requests share one
-- buffer, and what the log says of the one is the text of the other.
-- Repair: put it back when the last reader is done with it, or give that
-- reader a copy.

local function new_buffers()
  return sync.pool({
    new = function() return shared({ text = "" }, "buffer") end,
  }, "buffers")
end

local function log(buffer, user, logged)
  local text = buffer.text
  check.always(text == "hello " .. user, "of " .. user .. " it says: " .. text)
  logged()
end

local function handle(buffers, user, logs, fixed)
  local buffer = buffers:get()
  buffer.text = "hello " .. user
  logs:go(log, buffer, user, function()
    if fixed then
      buffers:put(buffer) -- nobody reads it any more
    end
  end)
  if not fixed then
    buffers:put(buffer) -- but the log still reads it
  end
end

scenario.pair{
  name = "the next handler writes what the log still reads",
  main = function(fixed)
    local buffers, logs = new_buffers(), sync.waitgroup("logs")
    handle(buffers, "ann", logs, fixed)
    handle(buffers, "bob", logs, fixed)
    logs:wait()
  end,
  expect = {
    sometimes{ race = { name = "buffer.text", at = "pool-cross.lua:17" } },
    sometimes{ assertion = "of ann it says: hello bob" },
    sometimes{ pass = true }, -- when the second buffer was a new one
  },
}

scenario{
  name = "a copy for the log is as good",
  main = function()
    local buffers, logs = new_buffers(), sync.waitgroup("logs")
    for _, user in ipairs{ "ann", "bob" } do
      local buffer = buffers:get()
      buffer.text = "hello " .. user
      logs:go(log, { text = buffer.text }, user, function() end)
      buffers:put(buffer)
    end
    logs:wait()
  end,
  expect = always{ pass = true },
}

scenario{
  name = "put and get by themselves order the two users",
  main = function()
    local buffers, all = new_buffers(), sync.waitgroup("users")
    for _, user in ipairs{ "ann", "bob" } do
      all:go(function()
        local buffer = buffers:get()
        buffer.text = "hello " .. user
        check.always(buffer.text == "hello " .. user, "it is his alone")
        buffers:put(buffer)
      end)
    end
    all:wait()
  end,
  expect = always{ pass = true },
}

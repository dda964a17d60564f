-- token-runtime: tasks that can be cancelled, with a token and callbacks.
--
-- What other languages have in their libraries (a cancel token, callbacks
-- registered on it, a task that rejects when it is cancelled) takes forty
-- lines over a mutex and a channel. The points that are easily missed: cancel
-- works once; callbacks run outside the lock; one that registers too late
-- runs at once; and a task that nobody waits for any more must still end.

local Token = {}
Token.__index = Token

local function new_token()
  return setmetatable({
    mu = sync.mutex("token"),
    done = chan(0, "cancelled"),
    callbacks = {},
    reason = nil,
  }, Token)
end

-- Marks the token; returns the callbacks to run, none the second time.
function Token:mark(reason)
  self.mu:lock()
  local callbacks = self.callbacks
  self.callbacks = {}
  if not self.reason then
    self.reason = reason
    self.done:close()
  end
  self.mu:unlock()
  return callbacks
end

function Token:cancel(reason)
  for _, callback in ipairs(self:mark(reason)) do
    callback(self.reason)
  end
end

function Token:why()
  self.mu:lock()
  local reason = self.reason
  self.mu:unlock()
  return reason
end

-- Forgets a callback that has not run yet.
function Token:remove(callback)
  self.mu:lock()
  for i, other in ipairs(self.callbacks) do
    if other == callback then
      table.remove(self.callbacks, i)
      break
    end
  end
  self.mu:unlock()
end

-- Calls back on cancel, or at once when it is too late to wait for it.
function Token:on_cancel(callback)
  self.mu:lock()
  local reason = self.reason
  if not reason then table.insert(self.callbacks, callback) end
  self.mu:unlock()
  if reason then callback(reason) end
end

-- Runs body(token) as a task; returns its result, or nil and the reason.
local function run_task(token, body)
  local reason = token:why()
  if reason then return nil, reason end
  local result = chan(1, "result") -- room, so that the task can always end
  go("task", function()
    local value = body(token)
    result:send(value)
  end)
  local which, value = select{
    recv(result, "result"),
    recv(token.done, "cancelled"),
  }
  if which == "cancelled" then return nil, token:why() end
  return value
end

-- A task of the given length that obeys its token.
local function task(length)
  return function(token)
    local which = select{
      recv(time.after(length), "finished"),
      recv(token.done, "cancelled"),
    }
    return which
  end
end

local function cancel_after(token, delay, reason)
  local cancelled = chan(0, "cancel is over")
  go("canceller", function()
    time.sleep(delay)
    token:cancel(reason)
    cancelled:close()
  end)
  return cancelled
end

scenario{
  name = "a task that finishes gives its result",
  main = function()
    local value, err = run_task(new_token(), task("1s"))
    check.always(value == "finished" and err == nil, "the result is there")
    check.always(time.now() == time.second, "after its whole length")
  end,
  expect = always{ pass = true },
}

scenario{
  name = "a cancel rejects the task at once, callbacks run once, in order",
  main = function()
    local token, calls = new_token(), chan(10, "calls")
    token:on_cancel(function(reason) calls:send("first: " .. reason) end)
    token:on_cancel(function(reason) calls:send("second: " .. reason) end)
    local cancelled = cancel_after(token, "1s", "user left")
    local value, err = run_task(token, task("1m"))
    check.always(value == nil or value == "cancelled", "it did not finish")
    check.always(value or err == "user left", "the reason is handed on")
    check.always(time.now() == time.second, "it did not wait for the task")
    cancelled:recv()
    token:cancel("once more")
    check.always(token:why() == "user left", "the first reason stays")
    check.always(calls:len() == 2, "each callback ran once")
    local first, second = calls:recv(), calls:recv()
    check.always(first == "first: user left", "in the order")
    check.always(second == "second: user left", "of their registration")
  end,
  expect = always{ pass = true },
}

scenario{
  name = "a cancelled token starts no task",
  main = function()
    local token = new_token()
    token:cancel("too late")
    local value, err = run_task(token, function()
      check.unreachable("the task must not start")
    end)
    check.always(value == nil and err == "too late", "rejected at once")
  end,
  expect = always{ pass = true },
}

scenario{
  name = "a late callback runs at once, a removed one never",
  main = function()
    local token, late = new_token(), nil
    local function removed() check.unreachable("it was removed") end
    token:on_cancel(removed)
    token:remove(removed)
    token:cancel("over")
    token:on_cancel(function(reason) late = reason end)
    check.always(late == "over", "the late one is not forgotten")
  end,
  expect = always{ pass = true },
}

scenario{
  name = "result and cancel at one instant: one of them, never neither",
  main = function()
    local token = new_token()
    cancel_after(token, "1s", "user left")
    local value, err = run_task(token, function()
      time.sleep("1s")
      return "finished"
    end)
    check.always((value == nil) ~= (err == nil), "exactly one of the two")
    check.sometimes(value == "finished", "the result is first")
    check.sometimes(err == "user left", "the cancel is first")
  end,
  expect = always{ pass = true },
}

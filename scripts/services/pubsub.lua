-- A broker: what is published goes to the archive and to all subscribers.
--
-- Each subscriber has an inbox of a few messages; one that does not read for
-- too long is dropped. Subscribers come and go while messages are on their
-- way. Promised: what a subscriber gets is in order and without gaps until it
-- leaves or is dropped; all is archived; in the end nobody is left.

local MESSAGES, INBOX, PATIENCE = 8, 2, "20ms"

-- ---- the archive: a list, a lock, a condition ----

local Archive = {}
Archive.__index = Archive

local function new_archive()
  local mu = sync.mutex("archive")
  return setmetatable({ mu = mu, filled = sync.cond(mu), list = {},
    written = {}, closed = false }, Archive)
end

Archive.put = func(function(self, m)
  self.mu:lock()
  defer(self.mu, "unlock")
  table.insert(self.list, m)
  self.filled:signal()
end)

Archive.close = func(function(self)
  self.mu:lock()
  defer(self.mu, "unlock")
  self.closed = true
  self.filled:signal()
end)

-- The next one to be written; nil when there will be none.
Archive.take = func(function(self, bug)
  self.mu:lock()
  defer(self.mu, "unlock")
  local function idle() return #self.list == 0 and not self.closed end
  if bug == "if for while" then
    if idle() then self.filled:wait() end
  else
    while idle() do self.filled:wait() end
  end
  return table.remove(self.list, 1)
end)

local function write(archive, bug)
  for m in archive.take, archive, bug do
    time.sleep("1ms")
    table.insert(archive.written, m)
  end
end

-- ---- the broker ----

local Broker = {}
Broker.__index = Broker

local function new_broker(bug)
  return setmetatable({ mu = sync.mutex("broker"), subscribers = {},
    archive = new_archive(), bug = bug }, Broker)
end

Broker.subscribe = func(function(self, name)
  self.mu:lock()
  defer(self.mu, "unlock")
  local s = { name = name, inbox = chan(INBOX, name .. ".inbox"),
    gone = chan(0, name .. ".gone") }
  table.insert(self.subscribers, s)
  return s
end)

-- By the subscriber, or for it; whoever is first closes the door.
Broker.unsubscribe = func(function(self, s)
  self.mu:lock()
  defer(self.mu, "unlock")
  for i, other in ipairs(self.subscribers) do
    if other == s then
      table.remove(self.subscribers, i)
      s.gone:close()
      if self.bug == "inbox closed" then s.inbox:close() end
    end
  end
end)

-- Waits for a subscriber for a while, but not in everybody's way.
function Broker:deliver(s, m)
  local patience = time.new_timer(PATIENCE)
  local which = select{ send(s.inbox, m, "sent"), recv(s.gone, "gone"),
    recv(patience.c, "slow") }
  patience:stop()
  if which == "slow" then
    if self.bug == "dropped in silence" then
      for i, other in ipairs(self.subscribers) do
        if other == s then table.remove(self.subscribers, i) end
      end
    else
      self:unsubscribe(s)
    end
  end
end

Broker.publish = func(function(self, m)
  self.archive:put(m)
  self.mu:lock()
  if self.bug == "sent under the lock" then
    defer(self.mu, "unlock")
    for _, s in ipairs(self.subscribers) do s.inbox:send(m) end
    return
  end
  local list = { unpack(self.subscribers) }
  self.mu:unlock()
  for _, s in ipairs(list) do self:deliver(s, m) end
end)

-- ---- who reads ----

-- Reads so many messages, then leaves.
local function subscriber(broker, s, wants)
  local last
  for _ = 1, wants do
    local which, m = select{ recv(s.inbox, "message"), recv(s.gone, "gone") }
    if which == "gone" then return end
    check.always(not last or m == last + 1, "in order, without gaps")
    last = m
  end
  broker:unsubscribe(s)
end

local function main(bug)
  local broker = new_broker(bug)
  local archived = sync.waitgroup("archived")
  local readers = sync.waitgroup("readers")
  archived:go(function() write(broker.archive, bug) end)
  for i, wants in ipairs{ 3, MESSAGES, 5 } do
    local s = broker:subscribe("s" .. i)
    readers:go(function() subscriber(broker, s, wants) end)
  end
  for m = 1, MESSAGES do
    time.sleep("2ms")
    broker:publish(m)
  end
  readers:wait()
  broker.archive:close()
  archived:wait()
  check.always(#broker.archive.written == MESSAGES, "all is archived")
end

-- ---- what goes wrong ----

local function plan()
  return {
    { fault = "slow", at = "select", object = "s?.inbox", p = 0.05,
      by = { "5ms", "90ms" }, max = 2 },
    { fault = "fill", at = "select", object = "s?.inbox", p = 0.02, max = 1,
      by = { "1ms", "30ms" } },
    { fault = "spurious", p = 0.05, max = 1, unsound = true },
    { fault = "pause", at = "mutex.unlock", p = 0.02, max = 2,
      by = { "1ms", "40ms" } },
    { fault = "delay", at = { "mutex.lock", "select" }, p = 0.02, max = 2,
      by = { "1ms", "25ms" } },
    { fault = "gc_pause", p = 0.005, max = 1, by = "15ms" },
  }
end

local bugs = {
  { "inbox closed", any{ { panic = "send on closed channel" }, { race = true } } },
  { "sent under the lock", { deadlock = true } },
  { "dropped in silence", { deadlock = true } },
  { "if for while", { assertion = "all is archived" } },
}

scenario{ name = "good", main = function() main() end, chaos = plan() }
for _, b in ipairs(bugs) do
  scenario{ name = "bad: " .. b[1], main = function() main(b[1]) end,
    chaos = plan(), expect = sometimes(b[2]) }
end

-- first-response-wins: ask three back ends, keep the first reply.
--
-- The program prints the right answer and returns. Two of its goroutines
-- never do: each of them waits to hand over a reply that nobody will take.
--
--   seep run first-response-wins.lua
--
-- Repair: make the channel with room for all replies, `chan(#backends, ...)`.

local backends = {
  { name = "east", delay = "30ms" },
  { name = "north", delay = "50ms" },
  { name = "west", delay = "80ms" },
}

-- A back end takes its time, then hands its reply over.
local function ask(backend, replies)
  time.sleep(backend.delay)
  replies:send("reply from " .. backend.name)
end

-- The answer of the fastest back end.
local function first_response()
  local replies = chan(0, "replies")
  for _, backend in ipairs(backends) do
    go("backend " .. backend.name, ask, backend, replies)
  end
  local reply = replies:recv() -- the first one; and the other two?
  return reply
end

local start = time.now()
local reply = first_response()
print(reply .. " after " .. time.format(time.since(start)))

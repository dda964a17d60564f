-- N goroutines blocked on one channel, all at once. Whoever starts the script
-- reads the process's peak resident memory, so the end must not add to it:
-- exit stops here, without waking anybody and without a report of leaks.
local n = tonumber(arg[1])
local ch = chan()
local started = sync.waitgroup()

local function wait()
  started:done()
  ch:recv()
end

for _ = 1, n do
  started:add(1)
  go(wait)
end
started:wait()
runtime.exit(0)

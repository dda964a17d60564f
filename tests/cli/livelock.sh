#!/bin/bash
# --livelock: how long a loop may go round without an effect; a run that is cut
# before that has shown nothing.

. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

cd "$tmp" || exit 1

file round.lua <<'LUA'
local rounds = tonumber((...)) or 1 / 0
local ch, n = chan(), 0
repeat
  select{ recv(ch), default = true }
  n = n + 1
until n >= rounds
LUA
file test.lua <<'LUA'
scenario{
  name = "round and round", explore = { strategy = "default" },
  main = function()
    local ch = chan()
    while true do select{ recv(ch), default = true } end
  end,
  expect = always{ livelock = true },
}
LUA

seep run --livelock 10000 -q round.lua -- 500000
status_is 1
err_has 'FAIL  livelock: a loop goes round without progress'
seep run --livelock 1000000 -q round.lua -- 500000
status_is 0
tap "a loop is one when it has gone round for as long as is said"

# A loop that comes back to where it was needs no long look.
file back.lua <<'LUA'
local flag, n = sync.atomic(0), 0
local most = tonumber((...)) or 1 / 0
go(function() while flag:load() == 0 do runtime.gosched() end end)
if ... then
  while n < most do flag:load() n = n + 1 end
  flag:store(1)
else
  while flag:load() < 2 do end
end
LUA
seep run back.lua
status_is 1
err_has 'FAIL  livelock: a loop goes round without progress'
err_like '\((5 of )?[1-4][0-9],[0-9]{3} steps'
tap "a loop that comes back to where it was is one at once"
seep run -q back.lua -- 700000
status_is 0
tap "a loop that counts its rounds is not"

file rounds.lua <<'LUA'
local function loops(name, body)
  scenario{
    name = name, expect = always{ livelock = true }, explore = { runs = 3 },
    main = function()
      local wg = sync.waitgroup()
      body(wg)
      wg:wait()
    end,
  }
end
loops("get", function(wg)
  local x = shared(0)
  wg:go(function() while x:get() == 0 do end end)
end)
loops("cas", function(wg)
  local x = sync.atomic(1)
  wg:go(function() while not x:cas(0, 1) do end end)
end)
loops("try_lock", function(wg)
  local mu = sync.mutex()
  mu:lock()
  wg:go(function() while not mu:try_lock() do runtime.gosched() end end)
end)
loops("two", function(wg)
  local x, y = sync.atomic(0), sync.atomic(0)
  wg:go(function() while x:load() == 0 do runtime.gosched() end y:store(1) end)
  wg:go(function() while y:load() == 0 do end x:store(1) end)
end)
loops("two of three", function(wg)
  local x, ch = sync.atomic(0), chan()
  wg:go(function() ch:recv() x:store(1) end)
  wg:go(function() while x:load() == 0 do end end)
  wg:go(function() while x:load() == 0 do runtime.gosched() end ch:send(1) end)
end)
loops("len", function(wg)
  local ch = chan(1)
  wg:go(function() while ch:len() == 0 do end end)
end)
loops("err", function(wg)
  local ctx = context.with_cancel(context.background())
  wg:go(function() while ctx:err() == nil do end end)
end)
LUA
for strategy in default auto random dfs dpor pct; do
  seep test --strategy "$strategy" --max-steps 200000 rounds.lua
  status_is 0
  tap "$strategy: so is each that waits for what nobody does"
done

file ends.lua <<'LUA'
local function ends(name, body)
  scenario{
    name = name, expect = always{ pass = true },
    explore = { runs = 3, strategy = "random" }, main = body,
  }
end
ends("a counter", function()
  local x, n = shared(0), 0
  while x:get() == 0 and n < 60000 do n = n + 1 end
end)
ends("a counter in a table", function()
  local x, t = shared(0), { n = 0 }
  while x:get() == 0 and t.n < 60000 do t.n = t.n + 1 end
end)
ends("a draw", function()
  local x = shared(0)
  while x:get() == 0 and math.random(30000) > 1 do end
end)
ends("a string that grows", function()
  local x, s = shared(0), ""
  while x:get() == 0 and #s < 2000 do
    for _ = 1, 20 do x:get() end
    s = s .. "."
  end
end)
ends("another one that counts", function()
  local x, wg = sync.atomic(0), sync.waitgroup()
  wg:go(function() while x:load() == 0 do runtime.gosched() end end)
  wg:go(function()
    for _ = 1, 40000 do x:load() end
    x:store(1)
  end)
  wg:wait()
end)
ends("a coroutine that counts", function()
  local x, wg = sync.atomic(0), sync.waitgroup()
  local step = coroutine.wrap(function()
    for _ = 1, 40000 do coroutine.yield(true) end
    return false
  end)
  wg:go(function() while x:load() == 0 do runtime.gosched() end end)
  while step() do x:load() end
  x:store(1)
  wg:wait()
end)
LUA
seep test ends.lua
status_is 0
tap "a loop that changes anything at all is none"

seep run --max-steps 100000 -q round.lua
status_is 3
err_has 'LIMIT  limit: '
seep test --max-steps 100000 test.lua
status_is 1
out_has 'inconclusive'
seep test --max-steps 100000 --livelock 10000 test.lua
status_is 0
tap "a run that is cut before that is no pass and no livelock"

for n in 9999 0 -1 many ''; do
  seep run --livelock "$n" round.lua
  status_is 2
  err_has '--livelock: '
done
tap "anything but a number from 10000 up is wrong usage"

tap_end

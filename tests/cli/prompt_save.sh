#!/usr/bin/env bash
# Sessions of the prompt, saved as scenarios: seep test comes to the same.

set -u
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
cd "$tmp" || exit 1
export XDG_CONFIG_HOME=$tmp/config XDG_STATE_HOME=$tmp/state
LIMIT=30

# saved NAME PATTERN — the session on stdin; then its scenario expects PATTERN,
# and holds.
saved() {
  { cat; echo ':save saved.lua'; echo ':quit'; } >input
  rm -f saved.lua
  complaints=()
  timeout -k 1 "$LIMIT" "$SEEP" <input >"$out" 2>"$err"
  status=$?
  not_crashed
  err_has 'saved; '
  grep -qF -e "$2" saved.lua || complain "it does not expect $2"
  seep test saved.lua
  status_is 0
  tap "$1"
}

saved "nothing but values" 'always{ pass = true }' <<'E'
1 + 1
local x = {1, 2}
x[1] + x[2]
E
saved "a leak" 'always{ leak = { count = 2, wait = "chan send" } }' <<'E'
local replies = chan(0, "replies")
function ask(name, d) time.sleep(d) replies:send(name) end
for i = 1, 3 do go("ask" .. i, ask, "b" .. i, i * 10e6) end
replies:recv()
:run
E
saved "a leak, gone back and repaired" 'always{ pass = true }' <<'E'
local replies = chan(0)
for i = 1, 3 do go(function() replies:send(i) end) end
replies:recv()
:undo 3
local replies = chan(3)
for i = 1, 3 do go(function() replies:send(i) end) end
replies:recv()
E
saved "an input that blocks for good" 'always{ leak = { count = 1, wait = "chan receive" } }' <<'E'
local never = chan()
never:recv()
print("after")
E
saved "an input that blocks and is woken by a later one" 'always{ pass = true }' <<'E'
local ch = chan()
ch:recv()
ch:send("hello")
E
saved "inputs that fail" 'always{ pass = true }' <<'E'
error("boom")
nosuch.field
local t = {}
t.x.y = 1
E
saved "a panic in a goroutine" 'always{ panic = true }' <<'E'
local ch = chan()
go(function() ch:send(1) end)
:run
ch:close()
:run
E
saved "locks, one of them held" 'always{ leak = { count = 1, wait = "sync.Mutex.Lock" } }' <<'E'
local mu = sync.mutex("mu")
mu:lock()
go(function() mu:lock() end)
:run
E
saved "time, tickers and contexts" 'always{ pass = true }' <<'E'
local ctx, cancel = context.with_timeout(context.background(), "50ms")
local n = 0
go(function() local t = time.new_ticker("10ms") defer(t.stop, t) while true do if select{recv(t.c, "t"), recv(ctx:done(), "d")} == "d" then return end n = n + 1 end end)
time.sleep("1s")
n
E
saved "two locks in two orders, by hand" \
  'always{ leak = { count = 2, wait = "sync.Mutex.Lock" } }' <<'E'
local a, b = sync.mutex("a"), sync.mutex("b")
go("one", function() a:lock() b:lock() b:unlock() a:unlock() end)
go("two", function() b:lock() a:lock() a:unlock() b:unlock() end)
:next one
:next two
:run
E
saved "the receiver closes, by hand" 'always{ panic = true }' <<'E'
local ch = chan(1)
go("sender", function() ch:send(1) ch:send(2) end)
go("receiver", function() ch:recv() ch:close() end)
:next sender
:next receiver
:next receiver
:run
E
saved "a select that the seed has drawn, after :seed" 'always{ leak = { count = 1, wait = "chan send" } }' <<'E'
local a, b = chan(0, "a"), chan(0, "b")
go("to a", function() a:send(1) end)
go("to b", function() b:send(2) end)
:run
:seed 12
select{recv(a), recv(b)}
E
saved "time that goes on by hand" 'always{ leak = { count = 1, wait = "chan receive" } }' <<'E'
local t, done = time.new_ticker("1s"), chan()
local n = 0
go("counts", function() for _ = 1, 3 do t.c:recv() n = n + 1 end t:stop() done:recv() end)
:advance 2500ms
check.always(n == 2)
:advance 1s
check.always(n == 3)
E
saved "a data race" 'always{ race = true }' <<'E'
local box = shared{ n = 0 }
go(function() box.n = box.n + 1 end)
go(function() box.n = box.n + 1 end)
:run
E

cat >file.lua <<'E'
local function two(x, y) return function() x:lock() y:lock() y:unlock() x:unlock() end end
scenario.pair{
  name = "two",
  main = function(fixed)
    local a, b = sync.mutex("a"), sync.mutex("b")
    go("one", two(a, b))
    go("other", fixed and two(a, b) or two(b, a))
  end,
  expect = sometimes{ leak = true },
}
E
saved "a scenario of a file, by hand" 'always{ leak = { count = 2, wait = "sync.Mutex.Lock" } }' <<'E'
:load file.lua
:scenario two
:run until step 3
:next one
:next other
:run
E

# A picked order that Go's own would never come to, in a file that is replayed.
{
  cat <<'E'
local log, turn = {}, sync.mutex()
for i = 1, 4 do go("w" .. i, function() turn:lock() log[#log + 1] = i turn:unlock() end) end
:next w3
:next w3
:next w1
:next w1
:next w4
:next w4
:next w2
:next w2
check.always(table.concat(log) ~= "3142", "never 3142")
:save saved.lua
E
} >input
rm -f saved.lua
complaints=()
timeout -k 1 "$LIMIT" "$SEEP" <input >"$out" 2>"$err"
grep -o 'seep replay saved.lua .*' "$err" >replay || complain "no replay line"
read -r _ _ _ _ schedule <replay
seep replay saved.lua --schedule "$schedule"
status_is 1
err_has 'never 3142'
err_lacks 'is not as it was'
tap "the replay line of :save does it again"

tap_end

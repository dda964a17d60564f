#!/bin/bash
# What a program of Go's prints when it ends badly, and its exit status:
# beside tests/conformance, whose numbers these names have (bullets.txt there).

. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

cd "$tmp" || exit 1

# What stands on stderr from the line on that begins with `panic: ` or `fatal
# error: `, to the first empty line, and the line behind that.
ending() {
  awk '
    /^(panic|fatal error): / { on = 1 }
    on { print }
    on && last { exit }
    on && $0 == "" { last = 1 }' "$err"
}

# ends_with TEXT — that is exactly TEXT.
ends_with() {
  local found
  found=$(ending)
  [[ $found == "$1" ]] || complain "stderr ends with: $found"
}

# run CODE [OPTION...] — the script CODE.
run() {
  file script.lua <<<"$1"
  shift
  seep run --color never "$@" script.lua
}

# ---- panics ----------------------------------------------------------------

panic_text() { # NAME TEXT CODE
  run "$3"
  status_is 1
  ends_with "panic: $2"$'\n\n''goroutine 1 [running]:'
  tap "$1"
}

panic_text "2.1x a panic prints its text, an empty line and who runs" \
  "boom" 'panic("boom")'
panic_text "2.1x a runtime panic has no position" \
  "close of closed channel" 'local ch = chan() ch:close() ch:close()'
panic_text "2.1x an error prints as its text" \
  "lost: context canceled" 'panic(errors.wrap("lost", context.canceled))'

run 'go(function() end) go(function() panic("boom") end) time.sleep(1)'
status_is 1
ends_with $'panic: boom\n\ngoroutine 3 [running]:'
err_has $'created by main at script.lua:1'
tap "2.1x a panic elsewhere names that goroutine"

panic_text "2.1u a panic that was recovered and raised again" \
  "one [recovered, repanicked]" \
  'defer(function() panic(recover()) end) panic("one")'
panic_text "2.1u a panic that replaces one that was recovered" \
  $'one [recovered]\n\tpanic: two' \
  'defer(function() recover() panic("two") end) panic("one")'
panic_text "2.1u a panic in a deferred call" \
  $'one\n\tpanic: two' \
  'defer(function() panic("two") end) panic("one")'

# ---- fatal errors ----------------------------------------------------------

fatal_text() { # NAME TEXT CODE [OPTION...]
  local name=$1 text=$2 code=$3
  shift 3
  run "$code" "$@"
  status_is 1
  grep -qxF "fatal error: $text" "$err" || complain "no line is: $text"
  tap "$name"
}

overlap='local m = map({ 1, 2, 3 }) go(function() %s end) %s time.sleep(1)'
iterate='for _ in pairs(m) do runtime.gosched() end'

# map_text NAME TEXT ONE OTHER — with the first seed whose schedule shows it.
map_text() {
  local seed code
  # shellcheck disable=SC2059 # two programs in one
  code=$(printf "$overlap" "$3" "$4")
  for ((seed = 1; seed < 100; seed++)); do
    run "$code" --strategy random --seed "$seed"
    ! grep -q '^fatal error' "$err" || break
  done
  fatal_text "$1" "$2" "$code" --strategy random --seed "$seed"
}

fatal_text "2.2a everybody waits" \
  "all goroutines are asleep - deadlock!" 'chan():recv()'
fatal_text "2.2b main left by Goexit, and nobody is there" \
  "no goroutines (main called runtime.Goexit) - deadlock!" \
  'go(time.sleep, 1) runtime.goexit()'
fatal_text "2.2c unlock of a mutex" \
  "sync: unlock of unlocked mutex" 'sync.mutex():unlock()'
fatal_text "2.2d unlock of a rwmutex" \
  "sync: Unlock of unlocked RWMutex" 'sync.rwmutex():unlock()'
fatal_text "2.2e runlock of a rwmutex" \
  "sync: RUnlock of unlocked RWMutex" 'sync.rwmutex():runlock()'
map_text "2.2f two write a map" \
  "concurrent map writes" 'm[1] = 1' 'm[2] = 2'
map_text "2.2g one reads and one writes a map" \
  "concurrent map read and map write" 'm[1] = 1' 'local _ = m[2]'
map_text "2.2h one iterates and one writes a map" \
  "concurrent map iteration and map write" 'm[1] = 1' "$iterate"
fatal_text "2.2i go of nothing" "go of nil func value" 'go(nil)'

file three.lua <<'LUA'
local ch, mu = chan(), sync.mutex()
go("second", function() ch:recv() end)
mu:lock()
go("third", function() mu:lock() end)
select{}
LUA
seep run --color never three.lua
status_is 1
found=$(grep -E '^[0-9]+ goroutine' "$err" | tr -s ' ' | tr '\n' ',')
want='1 goroutine main [select (no cases)],'
want+='1 goroutine g2 "second" [chan receive],'
want+='1 goroutine g3 "third" [sync.Mutex.Lock],'
[[ $found == "$want" ]] || complain "listed: $found"
tap "5.4c a deadlock lists every goroutine, main first"

ends_with $'fatal error: all goroutines are asleep - deadlock!\n\n'"$(
  grep -m 1 '^1 goroutine' "$err")"
err_has 'at        three.lua:5' 'created   three.lua:2 by main' \
  'waits for ch#1' 'cause '
err_lacks '[running]:'
tap "D.28 groups with what they wait for and why, no stacks"

run 'local function inner() panic("boom") end local function outer() inner()
end outer()'
found=$(sed -n '/^goroutine 1/,$p' "$err" | tr -s '\t\n' ' ')
want="goroutine 1 [running]: script.lua:1: in function 'inner' "
want+="script.lua:1: in function 'outer' script.lua:2: in main chunk "
[[ $found == "$want" ]] || complain "stack: $found"
tap "D.28 the stack of a panic is one of Lua functions"

# The operation was performed later than it was begun.
file late.lua <<'LUA'
local c = chan()
c:close()
local function close()
  if c then
    c:close()
  end
end
go("late", function()
  close()
end)
time.sleep("1ms")
LUA
for seed in 1 2 3 4; do
  seep run --strategy random --seed $seed late.lua
  status_is 1
  err_has "late.lua:5: in function 'close'" "late.lua:9: in function <late"
done
tap "D.28 the stack of a panic is the same under every schedule"

# ---- races -----------------------------------------------------------------

file race.lua <<'LUA'
hits = 0
go("counter", function()
  hits = 1
end)
hits = 2
time.sleep("1ms")
LUA
seep run --color never race.lua
status_is 1
err_has 'DATA RACE on "hits"' '  write by g2 "counter" at race.lua:3' \
  '  previous write by main at race.lua:5'
err_lacks 'WARNING: DATA RACE' 0x
tap "D.19 a race is reported with names and lines, without being asked for"

seep run --color never --no-races race.lua
status_is 0
tap "D.19 unless it is asked not to"

run 'local x = 0 go(function() x = 1 end) x = 2 time.sleep(1)'
status_is 0
tap "D.19 a local that closures share is not seen"

run 'local x = sync.atomic(0, "x") x:store(1) go(function() x:set(2) end)
x:store(3)'
status_is 1
err_has 'DATA RACE on "x"' '  previous atomic write by main at script.lua:2'
tap "2.4b an atomic access is called one"

# ---- exit statuses ---------------------------------------------------------

ends() { # NAME STATUS CODE [OPTION...]
  local name=$1 status_wanted=$2
  shift 2
  run "$@"
  status_is "$status_wanted"
  tap "$name"
}

ends "D.18 a panic: status 1" 1 'panic("boom")'
ends "D.18 a fatal error: status 1" 1 'sync.mutex():unlock()'
ends "D.18 a deadlock: status 1" 1 'chan():recv()'
ends "D.18 a leak: status 1" 1 'go(function() chan():recv() end)'
ends "D.18 a race: status 1" 1 'x = 1 go(function() x = 2 end) x = 3'
ends "D.18 nothing of that: status 0" 0 'print("fine")'
ends "D.18 a script that cannot be read: status 2" 2 'not Lua'
ends "D.18 a limit: status 3" 3 'while true do end' --max-steps 1000

file failing.lua <<'LUA'
scenario{ name = "fails", main = function() panic("boom") end }
LUA
seep test failing.lua
status_is 1
tap "D.18 a test that fails: status 1, as go test"

for code in 0 1 3 66 100; do
  ends "2.5b runtime.exit($code)" "$code" \
    "defer(panic, 'deferred') runtime.exit($code)"
done

# ---- the same every time ---------------------------------------------------

# twice CODE [OPTION...] — what both runs print, or a complaint.
same=
twice() {
  run "$@"
  same=$(<"$out")
  run "$@"
  [[ $(<"$out") == "$same" ]] || complain "the second run prints $(<"$out")"
}

twice 'for i = 1, 5 do print(math.random(1000)) end'
first=$same
run 'for i = 1, 5 do print(math.random(1000)) end' --seed 1
[[ $(<"$out") != "$first" ]] || complain "--seed 1 draws the same"
tap "D.12 random numbers come from the seed"

twice 'local counts = { 0, 0 }
for i = 1, 2 do
  go(function() while true do counts[i] = counts[i] + 1 end end)
end
for _ = 1, 3 do
  runtime.gosched()
  print(counts[1], counts[2])
end
runtime.exit(0)'
[[ $same == *[1-9]* ]] || complain "nobody counted: $same"
tap "D.14 time slices end at the same instruction each time"

run 'pcall(function() while true do chan(1):send(1) end end) print("on")' \
  --max-steps 10000
status_is 3
out_empty
tap "D.21 the limit of steps is caught by nothing"

# Whatever allocation it is that fails.
on=0
for ((size = 9000; size < 11000; size += 37)); do
  run 'pcall(function() local t = {} while true do t[#t + 1] = ("x"):rep(99)
  .. #t end end) print("on")' --mem "${size}K"
  ((status == 3)) && [[ ! -s $out ]] || on=$((on + 1))
done
((on == 0)) || complain "$on runs went on"
tap "D.21 the limit of memory is caught by nothing"

tap_end

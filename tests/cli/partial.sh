#!/bin/bash
# Partial deadlocks: since when it was certain, in each format; how often it is
# looked for, which is no part of the run.

. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

cd "$tmp" || exit 1

file both.lua <<'LUA'
local function lose()
  go("lost", function() chan(0, "nobody's"):recv() end)
end
lose()
local a, b = sync.mutex("a"), sync.mutex("b")
go("ab", function() a:lock() time.sleep("1ms") b:lock() end)
go("ba", function() b:lock() time.sleep("1ms") a:lock() end)
time.sleep("1s")
print("main goes on")
if ... then while true do time.sleep("1h") end end
LUA

seep run --report both.json both.lua
status_is 1
out_is 'main goes on'
err_has 'FAIL  leak: 3 goroutines leaked' \
  "certain   since step 9, when main had not ended yet: nobody who can run reaches what it waits for" \
  'certain   since step 11, 1ms, when main had not ended yet: 2 wait for each other'
if command -v jq >/dev/null; then
  got=$(jq -c '[.certain_goroutines, (.stuck[] | [.certain, .certain_since |
    if type == "object" then .now_ns, .cycle, .main_ran else . end])]' \
    both.json)
  [[ $got == '[3,[true,0,0,true],[true,1000000,2,true],[true,1000000,2,true]]' ]] ||
    complain "both.json has $got"
fi
tap "beside a leak, each is told since when it was certain"

seep run --drain 0s --report both.md both.lua
status_is 1
err_has 'FAIL  partial-deadlock: 3 goroutines can never go on'
grep -qF '**certain:** since step 11, 1ms' both.md || complain "no certain in both.md"
seep run both.lua -- on
status_is 1
err_has 'FAIL  partial-deadlock: 3 goroutines can never go on' \
  'note      the run was cut: '
tap "it is the verdict where main ends all, and where it goes on until it is cut"

seep run --leak-checks none --drain 0s both.lua
status_is 0
for how in some all; do
  seep run --leak-checks "$how" -v both.lua
  cp "$err" "$how"
done
cmp -s some all || complain "looking always says something else"
seep run --leak-checks none -v both.lua
grep -v '^  certain ' all | cmp -s - "$err" ||
  complain "looking changes more than what is said of it"
seep run --leak-checks often both.lua
status_is 2
err_has "--leak-checks: "
tap "looking, or not, is no part of the run"

# Main can never go on: looking, or not, still is no part of the run.
file lost.lua <<'LUA'
local c, t = chan(0, "nobody's"), time.new_ticker("1s")
go("ticker", function() while true do t.c:recv() end end)
c:recv()
LUA
for how in '--leak-checks some' '--leak-checks all' '--leak-checks none' \
  --no-races; do
  # shellcheck disable=SC2086 # two words
  seep run $how -v lost.lua
  grep -v '^  certain ' "$err" >"how.${how##* }"
done
seep run --strategy pct:3 --seed 7 lost.lua
status_is 1
err_has 'FAIL  partial-deadlock: 1 goroutine can never go on, while others can' \
  'main  [chan receive]' '  certain   since step '
for how in how.*; do
  cmp -s how.some "$how" || complain "$how: something else than some"
done
tap "when main can never go on the others drain, and then it is over"

# Time stands still, and so there is no horizon, as there is none after main.
file still.lua <<'LUA'
local c = chan()
go(function() while true do c:recv() end end)
go(function() while true do c:send(1) end end)
if ... then chan():recv() end
LUA
seep run --max-steps 200000 still.lua -- on
status_is 1
err_has 'FAIL  partial-deadlock: 1 goroutine can never go on' \
  'note      the run was cut: '
seep run --max-steps 200000 still.lua
status_is 3
err_has 'LIMIT  limit: the run'
tap "who goes on in no time at all is cut"

tap_end

#!/bin/bash
# Plans of faults: what is wrong with them, what comes of them, and how.

. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

cd "$tmp" || exit 1

file jobs.lua <<'LUA'
local jobs = chan(2, "jobs")
go("producer", function()
  for i = 1, 3 do jobs:send(i) end
  jobs:close()
end)
local sum = 0
for v in jobs:range() do sum = sum + v end
print(sum)
LUA

# -- plans that are wrong: the error and its line ------------------------------

# bad LINE SAYS PLAN — one more of them.
nbad=0
bad() {
  nbad=$((nbad + 1))
  printf '%s' "$3" >bad.lua
  seep run --chaos bad.lua jobs.lua
  status_is 2
  out_empty
  err_lines 1
  err_has "bad.lua:$1: " "$2"
  tap "malformed plan $nbad: $2"
}

bad 1 'unexpected symbol' 'return { {fault=} }'
bad 1 'a plan is a table of faults, got nil' 'local x = 1'
bad 1 'a plan is a table of faults, got 5' 'return 5'
bad 1 'the plan is empty' 'return {}'
bad 1 'a plan has no key "sed"' 'return { sed = 1, { fault = "kill" } }'
bad 1 'seed must be a whole number from 0 on, got -1' \
  'return { seed = -1, { fault = "kill" } }'
bad 1 'seed must be a whole number from 0 on, got "x"' \
  'return { seed = "x", { fault = "kill" } }'
bad 1 'hypothesis must be a function, got true' \
  'return { hypothesis = true, { fault = "kill" } }'
bad 1 'unsound must be true or false, got 1' \
  'return { unsound = 1, { fault = "drop" } }'
bad 1 'the fault "delay" is not one of connections' \
  'return { { fault = "delay", by = "5ms", conn = "api:1" } }'
bad 1 'recovery is the time until the hypothesis holds again: there is none' \
  'return { recovery = "1s", { fault = "kill" } }'
bad 1 'Go cannot do "kill" without deferred calls: it needs unsound = true' \
  'return { { fault = "kill", deferred = false } }'
bad 3 'a fault is a table such as { fault = "delay", ... }, got 7' \
  $'return {\n  { fault = "kill" },\n  (7),\n}'
bad 2 'which fault? fault = one of alloc_fail,' $'return {\n  { at = "chan" },\n}'
bad 2 'there is no fault "delya"' $'return {\n  { fault = "delya" },\n}'
bad 4 'unknown key "goroutin"' \
  $'-- { {\nreturn {\n  { fault = "kill" },\n  { fault = "kill", goroutin = "w" },\n}'
bad 2 'fault 1 (delay): the fault "delay" needs by' \
  $'return {\n  { fault = "delay" } }'
bad 1 'by must be a duration such as "5ms", got "soon"' \
  'return { { fault = "delay", by = "soon" } }'
bad 1 'by must be a duration or two' \
  'return { { fault = "delay", by = { 1, 2, 3 } } }'
bad 1 'by: the least comes first' \
  'return { { fault = "delay", by = { "2s", "1s" } } }'
bad 1 'by cannot be negative' 'return { { fault = "delay", by = -1 } }'
bad 1 'the fault "kill" takes no by (it takes: deferred)' \
  'return { { fault = "kill", by = "1s" } }'
bad 1 'the fault "delay" takes no steps (it takes: by)' \
  'return { { fault = "delay", by = 1, steps = 3 } }'
bad 1 'at: nothing is called "chan.sent"' \
  'return { { fault = "kill", at = "chan.sent" } }'
bad 1 'the fault "close" cannot be at "mutex.lock"' \
  'return { { fault = "close", at = "mutex.lock" } }'
bad 1 'the fault "drop" cannot be at "chan.recv"' \
  'return { { fault = "drop", at = "chan.recv", lossy = true } }'
bad 1 'at must be an operation such as "chan.send"' \
  'return { { fault = "kill", at = {} } }'
bad 1 'at must be a name or a pattern with * and ?, got ""' \
  'return { { fault = "kill", at = "" } }'
bad 1 'goroutine must be a name, a pattern, or the object itself, got true' \
  'return { { fault = "kill", goroutine = true } }'
bad 1 'object must be a name or a pattern with * and ?, got ""' \
  'return { { fault = "kill", object = "" } }'
bad 1 'site must be a name or a pattern with * and ?, got 12' \
  'return { { fault = "kill", site = 12 } }'
bad 1 'p must be a probability, above 0 and at most 1, got 0' \
  'return { { fault = "kill", p = 0 } }'
bad 1 'p must be a probability, above 0 and at most 1, got 20' \
  'return { { fault = "kill", p = 20 } }'
bad 1 'nth must be a whole number from 1 on, got 0' \
  'return { { fault = "kill", nth = 0 } }'
bad 1 'nth: the numbers of a list rise' \
  'return { { fault = "kill", nth = { 2, 2 } } }'
bad 1 'every must be a whole number from 1 on, got 1.5' \
  'return { { fault = "kill", every = 1.5 } }'
bad 1 'max = 3 can never be: nth names 1' \
  'return { { fault = "kill", nth = 2, max = 3 } }'
bad 1 'every counts from one nth, not from a list' \
  'return { { fault = "kill", nth = { 1, 2 }, every = 3 } }'
bad 1 'the window is empty: it ends at 1s and begins at 2s' \
  'return { { fault = "kill", after = "2s", until_ = "1s" } }'
bad 1 'a window has an end: for_ or until_, not both' \
  'return { { fault = "kill", for_ = "2s", until_ = "3s" } }'
bad 1 'when must be a function, got "now"' \
  'return { { fault = "kill", when = "now" } }'
bad 1 'keep counts goroutines: name them' \
  'return { { fault = "kill", keep = 2 } }'
bad 1 'a channel of Go'"'"'s does not "drop": say lossy = true' \
  'return { { fault = "drop" } }'
bad 1 'pause takes by or steps, not both' \
  'return { { fault = "pause", by = 1, steps = 2 } }'
bad 1 'the fault "starve" needs steps' 'return { { fault = "starve" } }'
bad 1 'factor must be a number above 1, got 1' \
  'return { { fault = "slow", factor = 1 } }'
bad 1 'is no fault: [p%][n*]fault(arg)[@nth][->next]' \
  'return { "20%" }'
bad 1 'there is no fault "delya"' 'return { "20%delya(5ms)" }'
bad 1 'what does "@x" mean?' 'return { "kill@x" }'
bad 1 'both "20%kill" and p say the same' \
  'return { { "20%kill", p = 0.5 } }'
bad 1 'the fault "kill" takes no argument (5)' 'return { "kill(5)" }'
bad 3 'boom' $'local x = 1\n-- comes to nothing\nerror("boom")'

((nbad >= 40)) || complain "only $nbad malformed plans"
tap "there are $nbad of them"

# -- outcomes --------------------------------------------------------------------

file delay.lua <<'LUA'
return {
  { fault = "delay", at = "chan.send", by = "5ms", nth = 2 },
}
LUA
seep run --chaos delay.lua jobs.lua
status_is 0
out_is 6
err_has 'jobs.lua seed=0  PASS   (' ', 5ms)'
err_has '  f1        delay 5ms at chan.send, nth 2: fired at 1 of 3 points' \
  '(delay.lua:2)'
err_has '  hit       f1 at step 4: delay 5ms at chan.send jobs of g2 "producer"' \
  '(jobs.lua:3)'
tap "a fault fires where its plan says, and the report names it"

file mutex.lua <<'LUA'
return { { fault = "delay", at = "mutex", by = "5ms" } }
LUA
seep run --chaos mutex.lua jobs.lua
status_is 1
out_is 6
err_has 'VACUOUS  1 fault armed, none fired: nothing matched'
err_has 'f1        delay 5ms at mutex: never fired: nothing matched'
tap "vacuous: status 1"

seep run --chaos mutex.lua --chaos delay.lua jobs.lua
status_is 0
err_has 'f1        delay 5ms at mutex: never fired' \
  'f2        delay 5ms at chan.send, nth 2: fired at 1 of 3 points'
tap "several plans in one run"

seep run --dry-run --chaos delay.lua --chaos mutex.lua jobs.lua
status_is 0
out_is 6
err_has 'f1        delay 5ms at chan.send, nth 2: could fire at 3 points' \
  'f2        delay 5ms at mutex: could fire at 0 points'
tap "dry run: what would match, and nothing fires"

file never.lua <<'LUA'
return { hypothesis = function() return runtime.num_goroutine() > 5 end,
  { fault = "kill", at = "chan.send" } }
LUA
seep run --chaos never.lua jobs.lua
status_is 1
out_empty
err_has 'ABORTED  the hypothesis does not hold before any fault'
tap "aborted: before the method"

file panic.lua <<'LUA'
return { { fault = "panic", at = "chan.send", max = 1 } }
LUA
seep run --chaos panic.lua jobs.lua
status_is 1
err_has 'FAIL  panic: chaos: panic (fault f1)' '⚡ panic jobs' \
  'fault f1 at chan.send'
tap "the picture shows the fault"

seep run --report r.json --chaos panic.lua jobs.lua
status_is 1
grep -q '"text": "panic at chan.send jobs"' r.json || complain "no hit in JSON"
grep -q '"points": 1' r.json || complain "no points in JSON"
tap "JSON has the faults and their hits"

# -- scenarios ---------------------------------------------------------------------

file scenarios.lua <<'LUA'
local function main()
  local ch = chan(1, "jobs")
  go("worker", function() ch:send(1) end)
  ch:recv()
end
scenario{ name = "leaves main alone", main = main,
  chaos = { { fault = "panic", goroutine = "worker" } },
  explore = { strategy = "random", runs = 5 } }
scenario{ name = "never fires", main = main,
  chaos = { { fault = "panic", goroutine = "nobody" } },
  explore = { strategy = "random", runs = 5 } }
LUA
seep test scenarios.lua
status_is 1
out_has 'not ok 1 - scenarios.lua: leaves main alone' \
  'not ok 2 - scenarios.lua: never fires' \
  'vacuous: in 6 runs no fault of the plan ever fired'
schedule=$(grep -o 'seep1/[^ ]*' "$out" | head -1)
tap "scenarios with plans"

seep replay scenarios.lua --schedule "$schedule"
status_is 1
err_has 'FAIL  panic: chaos: panic (fault f1)' 'fired at 1 of 1 point'
tap "a hit is in the schedule, and replays ($schedule)"

seep replay scenarios.lua --schedule "${schedule%/*}/-"
status_is 1
err_has 'VACUOUS'
tap "what the schedule does not list does not fire"

# -- the same run without faults, and shrinking -------------------------------------

file close.lua <<'LUA'
return { seed = 4,
  { fault = "delay", at = "gosched", by = "1ms" },
  { fault = "close", object = "jobs", at = "chan.recv", nth = 2 },
  hypothesis = function() return true, runtime.num_goroutine() end }
LUA
file senders.lua <<'LUA'
local jobs = chan(0, "jobs")
for i = 1, 3 do
  go("w" .. i, function() runtime.gosched() jobs:send(i) end)
end
for i = 1, 3 do jobs:recv() end
LUA
seep run --report r.json --chaos close.lua senders.lua
status_is 1
err_has 'FAIL  panic: send on closed channel' \
  'without   pass: the failure needs the faults' \
  'differs   first at step' 'without faults g4 "w3": send jobs' \
  'steady    the hypothesis was looked at 3 times and held: ▁▁▁ 4..4'
grep -q '"failure_needs_faults": true' r.json || complain "not in JSON"
tap "the run without faults, and where the two differ"

file leak.lua <<'LUA'
go("leaks", function() chan():recv() end)
chan(1):send(1)
LUA
file harmless.lua <<'LUA'
return { { fault = "delay", at = "chan.send", by = "1ms" } }
LUA
seep run --chaos harmless.lua leak.lua
status_is 1
err_has 'FAIL  leak: 1 goroutine leaked' \
  'without   leak: it fails without the faults, too'
tap "a failure that needs no fault"

seep explore --chaos close.lua senders.lua
status_is 1
out_has 'fails with 1 of 4 faults and no preemption' \
  'seed=0 strategy=replay  FAIL  panic: send on closed channel'
schedule=$(grep -o 'seep1/[^ ]*' "$out" | head -1)
[[ $schedule == *f2 && $schedule != *f1* ]] || complain "schedule $schedule"
tap "shrunk to the fault that it takes ($schedule)"

seep replay senders.lua --chaos close.lua --schedule "$schedule"
status_is 1
err_has 'FAIL  panic: send on closed channel' \
  'f1        delay 1ms at gosched: fired at 0 of 3 points' \
  'f2        close at chan.recv, object jobs, nth 2: fired at 1 of 2 points'
tap "its replay needs the plan"

seep explore --runs 3 --chaos mutex.lua jobs.lua
status_is 1
out_has 'vacuous 3'
tap "explore: nothing ever fired"

# -- no memory, and swarms --------------------------------------------------------

file refused.lua <<'LUA'
chaos.inject{ fault = "alloc_fail", at = "gosched" }
runtime.gosched()
local list = {}
for i = 1, 1000 do list[i] = { i } end
LUA
seep run refused.lua
status_is 3
err_has 'LIMIT  limit: out of memory' 'alloc_fail at gosched of main' \
  'without   pass: the failure needs the faults'
tap "memory that a fault took: without it there is enough"

file hides.lua <<'LUA'
scenario{ name = "one hides the other",
  chaos = { { fault = "kill", goroutine = "w", at = "sleep" },
    { fault = "panic", goroutine = "w", at = "gosched", text = "boom" } },
  main = function()
    go("w", function() time.sleep("1ms") runtime.gosched() end)
    time.sleep("5ms")
  end }
LUA
seep explore -q --strategy random --runs 200 hides.lua
status_is 0
tap "a fault that fires always can hide another"

seep explore -q --strategy swarm --runs 200 hides.lua
status_is 1
out_has 'panic boom'
schedule=$(grep -o 'seep1/[^ ]*' "$out" | head -1)
seep replay hides.lua --schedule "$schedule"
status_is 1
err_has 'FAIL  panic: boom' 'f2        panic at gosched'
tap "a swarm leaves faults out, and what it finds replays ($schedule)"

printf 'chaos = {\n  { fault = "delay", at = "chan.send", by = "5ms" },\n}\n' >set.lua
echo 'return "1*delay(5ms)@2"' >short.lua
for plan in set:2 short:1; do
  seep run --chaos "${plan%:*}.lua" jobs.lua
  status_is 0
  err_has "(${plan/:/.lua:})" 'hit       f1 at step'
done
tap "a plan that is set rather than returned, and one that is a word"

seep help faults
status_is 0
for fault in $("$SEEP" run <(echo 'for f in pairs(chaos.faults()) do print(f) end') 2>/dev/null); do
  grep -q "^  $fault\b" "$out" || complain "nothing of $fault"
done
out_has '  delay by' '  pause [by] [steps]' '; unsound = true' 'chan.send chan.recv'
tap "help tells all faults"

tap_end

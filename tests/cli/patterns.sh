#!/usr/bin/env bash
# What reports on the patterns say, where a pattern of expect cannot ask for
# it: groups, notes, traces, and who has what.
#
# Each script is run with expectations that no run meets, so that the report of
# its first run, in Go's own order, is shown. They are put into its first line,
# a comment: so all places stay as they are.

set -u
# shellcheck source=tests/cli/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
patterns=$(cd "$here/../../scripts/patterns" && pwd) || exit 1
cd "$tmp" || exit 1

prelude='local declare, pair = scenario, scenario.pair
  local function unmet(f)
    return function(s) s.expect = always{ vacuous = true }; return f(s) end
  end
  scenario = setmetatable({ pair = unmet(pair) },
    { __call = function(_, s) return unmet(declare)(s) end })'
prelude=${prelude//$'\n'/ }

# report ID NAME TEXT... — the scenario's report has these lines, or parts.
report() {
  local id=$1 name=$2
  shift 2
  { echo "$prelude"; tail -n +2 "$patterns/$id.lua"; } >"$tmp/$id.lua"
  seep test --filter "*: $name" "$id.lua"
  status_is 1
  out_has "$@" "0 passed, 1 failed"
  tap "$id: $name"
}

report send-no-receiver "100 goroutines report to nobody" \
  "leak: 100 goroutines leaked" \
  "# 100 goroutines  g2 g3 g4" "[chan send]" \
  "created   send-no-receiver.lua:20 by main"
groups=$(grep -c '^#   created' "$out")
((groups == 1)) || complain "$groups groups instead of one"
tap "send-no-receiver: they are one group"

report nil-send "main sends on a nil channel" \
  "fatal error: all goroutines are asleep - deadlock!"

report timer-not-stopped \
  "nobody waits for the pending timer: a note, not a leak" "PASS" \
  "note      timer made at timer-not-stopped.lua:11 is still pending"
report timer-not-stopped "a goroutine waits for the timer and outlives main" \
  "g2 \"reminder\"" "created   timer-not-stopped.lua:36 by main" \
  "note      timer made at timer-not-stopped.lua:35 is still pending"
report after-func-captures "the delayed call is still pending when main leaves" \
  "PASS" \
  "note      after_func made at after-func-captures.lua:12 is still pending"
report ticker-not-stopped "the heartbeat goes on without its owner" \
  "note      ticker made at ticker-not-stopped.lua:13 is still pending"

report busy-loop "one goroutine spins, the others go on" \
  "still running" "also      livelock"

report wg-missing-done "one of five returns early" \
  'g4 "db" never called done, then returned' \
  'g5 "cache" called done, then returned'
report mutex-abba "one preemption between the two locks is enough" \
  'lock cycle of 2: "account 2" mutex#2 is held by g3 since mutex-abba.lua:18' \
  'lock cycle of 2: "account 1" mutex#1 is held by g2 since mutex-abba.lua:18'

report panic-in-goroutine "a bad request ends the program" \
  "panic: parse: unexpected end of request" "goroutine 2 [running]:" \
  "panic-in-goroutine.lua:10: in function 'parse'" \
  "created by main at panic-in-goroutine.lua:26"

report conn-pool-exhausted "request 21 waits" \
  'g21 "request 20" took a connection' 'g2 "request 1" took a connection' \
  '20 pool connection "db", the first opened by g21 "request 20"'
report fd-not-closed "an empty file stays open" \
  '1 file "b.log", opened by main at fd-not-closed.lua:9, never closed'

report storm-12000 "two minutes of requests that are never cancelled" \
  "12001 goroutines after 160 s, 100 % of them blocked, for 99 s on average"
report defer-cancel-missing "after a minute it is a storm" \
  "511 goroutines after 50 s, 100 % of them blocked, for 25 s on average"
report unbounded-spawn "1,200 requests a second, a database that serves 20" \
  "216228 goroutines after 183 s, 100 % of them blocked, for 90 s on average"

tap_end

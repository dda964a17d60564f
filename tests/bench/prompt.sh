#!/usr/bin/env bash
# How long the prompt takes to go back in time, in a world of 10,000 goroutines
# and 100,000 steps: milliseconds from the command to its answer.
#
#   prompt.sh PROGRAM [ARGS...]    ARGS for `seep repl`, as --history 64M
#
# After each jump the digest of the state must be that of a fresh run to that
# step; else the status is 1. Times are printed, and fail nothing.

set -u
seep=$1
shift
ask() { printf '%s\n' "$@" ':help quit' >&"${world[1]}"; }
# Reads to what :help quit says; what came before is left in `said`.
answer() {
  local line
  said=
  while IFS= read -r line <&"${world[0]}"; do
    [[ $line == ':quit'* ]] && { IFS= read -r line <&"${world[0]}"; return; }
    said+=$line$'\n'
  done
  echo "the prompt has ended"
  exit 1
}
start() {
  coproc world { "$seep" repl "$@" 2>&1; }
  ask 'local ch = chan()' 'for i = 1, 10000 do go(function()
  for k = 1, 10 do time.sleep(i * k) runtime.gosched() end ch:send(i)
end) end'
  answer
}
stop() {
  ask ':quit'
  # shellcheck disable=SC2154 # coproc sets it
  wait "$world_PID" 2>/dev/null
}
# The digest of the state at a step.
digest() {
  ask ':mem'
  answer
  digest=${said##*step }
}
timed() { # COMMAND STEP
  local from=$EPOCHREALTIME to
  ask "$1"
  answer
  to=$EPOCHREALTIME
  digest
  printf '%-14s %6d ms  step %s' "$1" "$(((${to/./} - ${from/./}) / 1000))" "$digest"
  [[ $digest == "${fresh[$2]}" ]] || { echo "  a fresh run: ${fresh[$2]}"; failed=1; }
}

failed=0
declare -A fresh
for step in 5 50000 99999; do
  start "$@"
  if ((step < 20000)); then ask ":goto $step"; else ask ":run until step $step"; fi
  answer
  digest
  fresh[$step]=$digest
  stop
done
start "$@"
from=$EPOCHREALTIME
ask ':run until step 100000'
answer
to=$EPOCHREALTIME
printf '%-14s %6d ms\n' 'to 100000' "$(((${to/./} - ${from/./}) / 1000))"
timed ':goto 99999' 99999
ask ':run until step 100000'
answer
timed ':goto 50000' 50000
ask ':run until step 100000'
answer
timed ':goto 5' 5
ask ':run until step 100000'
answer
from=$EPOCHREALTIME
ask ':back 1'
answer
to=$EPOCHREALTIME
printf '%-14s %6d ms\n' ':back 1' "$(((${to/./} - ${from/./}) / 1000))"
from=$EPOCHREALTIME
ask ':back 50000'
answer
to=$EPOCHREALTIME
printf '%-14s %6d ms\n' ':back 50000' "$(((${to/./} - ${from/./}) / 1000))"
ask ':mem'
answer
printf '%s' "$said"
stop
exit "$failed"

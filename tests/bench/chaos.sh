#!/usr/bin/env bash
# What faults cost that never fire, on one processor.
#
#   chaos.sh [SEEP]               SEEP is build/seep unless given
#
# Ping-pong (lua/pingpong.lua) with no plan, with ten faults for other
# operations, with ten for other goroutines and channels, and with ten for
# other lines, which have to look where each operation stands. Of BENCH_RUNS
# runs (7) of each, taken in turns, the least CPU time is shown, user plus
# system, less what loading takes. Beyond its target a row says `over`, and
# nothing fails for it.

# shellcheck source=tests/bench/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

take_seep "${1-}"
runs=${BENCH_RUNS:-7}
n=1000000

# plan NAME FAULT - a file with that fault ten times.
plan() {
  local i
  {
    echo 'return {'
    for ((i = 0; i < 10; i++)); do echo "  { $2 },"; done
    echo '}'
  } >"$tmp/$1.lua"
}
plan kinds 'fault = "delay", by = "1ms", at = "mutex"'
plan names 'fault = "delay", by = "1ms", at = "chan", object = "jobs*"'
plan lines 'fault = "delay", by = "1ms", at = "chan", site = "other.lua:7"'

# seconds N [OPTION...] prints the CPU time of one run; with faults it is
# vacuous, since none fires.
seconds() {
  cpu $(($# > 1)) "$seep" run -q --no-races "${@:2}" "$here/lua/pingpong.lua" -- "$1"
}

# row | title | most, as a share of the time without a plan
rows=(
  "none|no plan|1.02"
  "kinds|ten faults for other operations|1.15"
  "names|ten faults for other channels|1.15"
  "lines|ten faults for other lines|2.50"
)
options() { [[ $1 == none ]] || echo "--chaos $tmp/$1.lua"; }

for ((run = 0; run < runs; run++)); do
  for row in "${rows[@]}"; do
    name=${row%%|*}
    # shellcheck disable=SC2046 # two words
    seconds "$n" $(options "$name") >>"$tmp/$name.full"
    # shellcheck disable=SC2046
    seconds 0 $(options "$name") >>"$tmp/$name.load"
  done
done
least() { sort -n "$1" | head -1; }

base=$(least "$tmp/none.full")
load=$(least "$tmp/none.load")
printf '%-36s %12s %8s %8s\n' 'ping-pong' 'ns/message' 'ratio' 'target'
for row in "${rows[@]}"; do
  IFS='|' read -r name title target <<<"$row"
  awk -v full="$(least "$tmp/$name.full")" -v load="$(least "$tmp/$name.load")" \
    -v base="$base" -v base_load="$load" -v n="$n" -v title="$title" \
    -v target="$target" 'BEGIN {
      ratio = (full - load) / (base - base_load)
      over = target != "-" && ratio > target ? "  over" : ""
      printf "%-36s %12.1f %8.2f %8s%s\n", title, (full - load) / n * 1e9,
        ratio, target, over }'
done

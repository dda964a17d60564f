#!/usr/bin/env bash
# How many schedules a second seep searches, on one processor.
#
#   explore.sh [SEEP] [ROW...]    SEEP is build/seep unless given; all rows
#
# A row is the scenario in explore/ROW.lua, whose `explore.runs` says how many
# runs of the strategy `random` it makes. Each row is run alternately with and
# without looking for data races, BENCH_RUNS times (5); of the CPU times, user
# plus system, what loading takes is subtracted, and medians are shown. The
# targets stand for the machine that limits.md was measured on; a row below
# its target says `under`, and nothing fails for it.

# shellcheck source=tests/bench/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

# row | title | schedules a second wanted, races looked for or not
rows=(
  "pingpong|ping-pong 2 x 1000|3000"
  "abba|abba_ok, 3 goroutines|300000"
  "prodcons|3 x 10 unbuffered|120000"
)

# seconds ROW OPTION... prints the CPU time of one search.
seconds() {
  local row=$1
  shift
  cpu 0 "$seep" test "$@" "$here/explore/$row.lua"
}

bench() { # ROW TITLE TARGET
  local row=$1 i
  : >"$tmp/load"
  : >"$tmp/races"
  : >"$tmp/plain"
  for ((i = 0; i < repeats; i++)); do
    seconds "$row" --strategy default >>"$tmp/load"
    seconds "$row" >>"$tmp/races"
    seconds "$row" --no-races >>"$tmp/plain"
  done
  awk -v title="$2" -v target="$3" -v load="$(median <"$tmp/load")" \
    -v races="$(median <"$tmp/races")" -v plain="$(median <"$tmp/plain")" \
    -v runs="$(sed -n 's/.*runs = \([0-9]*\).*/\1/p' "$here/explore/$row.lua")" '
    BEGIN {
      without = runs / (plain - load)
      printf "%-24s %10.0f %10.0f %6.2f %8d  %s\n", title, without, \
        runs / (races - load), \
        (races - load) / (plain - load), target, \
        (without >= target ? "ok" : "under")
    }'
}

repeats=${BENCH_RUNS:-5}
take_seep "${1-}"
choose "${@:2}"
echo "schedules a second, one processor, medians of $repeats"
printf '%-24s %10s %10s %6s %8s\n' row "no races" races cost target
for row in "${wanted[@]}"; do
  IFS='|' read -r name title target <<<"$row"
  bench "$name" "$title" "$target"
done

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
#
# The last row is a script with a long beginning, searched by `random`, which
# makes all of every run, and depth first, which goes back into the middle of
# the run before.

set -eu
export LC_ALL=C

# row | title | schedules a second wanted, races looked for or not
rows=(
  "pingpong|ping-pong 2 x 1000|3000"
  "abba|abba_ok, 3 goroutines|300000"
  "prodcons|3 x 10 unbuffered|120000"
)

die() { # STATUS MESSAGE
  echo "explore.sh: $2" >&2
  exit "$1"
}

# seconds ROW OPTION... prints the CPU time of one search.
seconds() {
  local row=$1 status=0 TIMEFORMAT='%3U %3S'
  shift
  { time "$seep" test "$@" "$here/explore/$row.lua" >"$tmp/out" 2>&1; } \
    2>"$tmp/time" || status=$?
  if ((status != 0)); then
    cat "$tmp/out" >&2
    die 1 "status $status: $row"
  fi
  awk '{ print $1 + $2 }' "$tmp/time"
}

median() { sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }

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
    -v runs="$(runs_of "$row")" '
    BEGIN {
      without = runs / (plain - load)
      printf "%-24s %10.0f %10.0f %6.2f %8d  %s\n", title, without, \
        runs / (races - load), \
        (races - load) / (plain - load), target, \
        (without >= target ? "ok" : "under")
    }'
}

# runs_of FILE — as many as its scenario asks for.
runs_of() { sed -n 's/.*runs = \([0-9]*\).*/\1/p' "$here/explore/$1.lua"; }

bench_back() {
  local i way
  for ((i = 0; i < repeats; i++)); do
    for way in default random dfs dpor; do
      seconds long --strategy "$way" >>"$tmp/$way"
    done
  done
  printf '%-24s %10s %10s %10s\n' '' random dfs dpor
  awk -v load="$(median <"$tmp/default")" -v all="$(median <"$tmp/random")" \
    -v dfs="$(median <"$tmp/dfs")" -v dpor="$(median <"$tmp/dpor")" \
    -v runs="$(runs_of long)" '
    BEGIN {
      printf "%-24s %10.0f %10.0f %10.0f\n", "a long beginning", \
        runs / (all - load), runs / (dfs - load), runs / (dpor - load)
    }'
}

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
repeats=${BENCH_RUNS:-5}
seep=${1:-build/seep}
[ $# -eq 0 ] || shift
if [ ! -f "$seep" ] || [ ! -x "$seep" ]; then
  die 2 "$seep: no such program; run make"
fi
case $seep in */*) ;; *) seep=./$seep ;; esac

names=("${rows[@]%%|*}" long)
[ $# -gt 0 ] || set -- "${names[@]}"
for wanted; do
  [[ " ${names[*]} " = *" $wanted "* ]] ||
    die 2 "$wanted: no such row; rows: ${names[*]}"
done

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

echo "schedules a second, one processor, medians of $repeats"
printf '%-24s %10s %10s %6s %8s\n' row "no races" races cost target
for wanted; do
  [[ $wanted != long ]] || bench_back
  for row in "${rows[@]}"; do
    IFS='|' read -r name title target <<<"$row"
    [ "$name" != "$wanted" ] || bench "$name" "$title" "$target"
  done
done

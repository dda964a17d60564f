#!/usr/bin/env bash
# What looking for data races costs: in every run, as it is the default.
#
#   races.sh [SEEP] [ROW...]      SEEP is build/seep unless given; all rows
#
# A row is a Lua program, of lua/ or of races/. Each is run alternately with
# and without --no-races, BENCH_RUNS times (5), with the row's N; medians of
# CPU time, user plus system, are compared. A row above the wanted ratio says
# `over`, and nothing fails for it.

set -eu
export LC_ALL=C

# row | title | N | ratio wanted
rows=(
  "lua/pingpong|ping-pong|1000000|1.5"
  "lua/buffered128|buffered 128|2000000|1.5"
  "lua/mutex|uncontended mutex|1000000|1.5"
  "races/shared|shared variable|1000000|1.5"
  "races/guarded|variable under a mutex|500000|1.5"
)

die() { # STATUS MESSAGE
  echo "races.sh: $2" >&2
  exit "$1"
}

# seconds FILE N OPTION... prints the CPU time of one run.
seconds() {
  local file=$1 n=$2 status=0 TIMEFORMAT='%3U %3S'
  shift 2
  { time "$seep" run -q --max-steps 1000000000000 "$@" "$file" -- "$n" \
    >"$tmp/out" 2>&1; } 2>"$tmp/time" || status=$?
  if ((status != 0)); then
    cat "$tmp/out" >&2
    die 1 "status $status: $file"
  fi
  awk '{ print $1 + $2 }' "$tmp/time"
}

median() { sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }

bench() { # ROW TITLE N WANTED
  local file=$here/$1.lua i
  : >"$tmp/on"
  : >"$tmp/off"
  for ((i = 0; i < repeats; i++)); do
    seconds "$file" "$3" >>"$tmp/on"
    seconds "$file" "$3" --no-races >>"$tmp/off"
  done
  awk -v title="$2" -v n="$3" -v wanted="$4" -v races="$(median <"$tmp/on")" \
    -v plain="$(median <"$tmp/off")" '
    BEGIN {
      ratio = races / plain
      printf "%-24s %8.1f %8.1f %6.2f %7.2f  %s\n", title, races / n * 1e9, \
        plain / n * 1e9, ratio, wanted, (ratio > wanted ? "over" : "")
    }'
}

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
seep=${1:-$here/../../build/seep}
(($# == 0)) || shift
[[ -x $seep ]] || die 2 "$seep is not a program"
repeats=${BENCH_RUNS:-5}
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

found=
printf '%-24s %8s %8s %6s %7s\n' "ns each" races without ratio wanted
for row in "${rows[@]}"; do
  IFS='|' read -r name title n wanted <<<"$row"
  [[ $# == 0 || " $* " == *" ${name#*/} "* ]] || continue
  found=1
  bench "$name" "$title" "$n" "$wanted"
done
[[ $found ]] || die 2 "no such row: $*"

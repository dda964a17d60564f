#!/usr/bin/env bash
# What looking for data races costs: in every run, as it is the default.
#
#   races.sh [SEEP] [ROW...]      SEEP is build/seep unless given; all rows
#
# A row is a Lua program, of lua/ or of races/. Each is run alternately with
# and without --no-races, BENCH_RUNS times (5), with the row's N; medians of
# CPU time, user plus system, are compared. A row above the wanted ratio says
# `over`, and nothing fails for it.

# shellcheck source=tests/bench/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

# row | folder | title | N | ratio wanted
rows=(
  "pingpong|lua|ping-pong|1000000|1.5"
  "buffered128|lua|buffered 128|2000000|1.5"
  "mutex|lua|uncontended mutex|1000000|1.5"
  "shared|races|shared variable|1000000|1.5"
  "guarded|races|variable under a mutex|500000|1.5"
)

# seconds FILE N OPTION... prints the CPU time of one run.
seconds() {
  cpu 0 "$seep" run -q --max-steps 1000000000000 "${@:3}" "$1" -- "$2"
}

bench() { # FILE TITLE N WANTED
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

repeats=${BENCH_RUNS:-5}
take_seep "${1-}"
choose "${@:2}"
printf '%-24s %8s %8s %6s %7s\n' "ns each" races without ratio wanted
for row in "${wanted[@]}"; do
  IFS='|' read -r name folder title n most <<<"$row"
  bench "$folder/$name" "$title" "$n" "$most"
done

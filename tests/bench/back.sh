#!/usr/bin/env bash
# What going back into the middle of a run saves (core/explore/back.h).
#
#   back.sh [SEEP]       SEEP is build/seep unless given
#
# A script with a long beginning, explore/long.lua, searched by `random`, which
# makes all of every run, and depth first. Of the CPU times what loading takes
# is subtracted; medians of BENCH_RUNS (5).

# shellcheck source=tests/bench/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

repeats=${BENCH_RUNS:-5}
take_seep "${1-}"
script=$here/explore/long.lua
for ((i = 0; i < repeats; i++)); do
  for way in default random dfs dpor; do
    cpu 0 "$seep" test --strategy "$way" "$script" >>"$tmp/$way"
  done
done
echo "runs a second of a script with a long beginning, medians of $repeats"
for way in random dfs dpor; do
  awk -v way="$way" -v load="$(median <"$tmp/default")" \
    -v all="$(median <"$tmp/$way")" \
    -v runs="$(sed -n 's/.*runs = \([0-9]*\).*/\1/p' "$script")" '
    BEGIN { printf "%-8s %8.0f\n", way, runs / (all - load) }'
done

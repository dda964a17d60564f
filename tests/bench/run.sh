#!/usr/bin/env bash
# Benchmarks seep against Go on one processor.
#
#   run.sh [SEEP] [ROW...]        SEEP is build/seep unless given; all rows
#
# A row is lua/ROW.lua and go/ROW.go: the same program twice. Both are run
# alternately, BENCH_RUNS times (5), with the row's N and with N = 0, and
# medians are compared:
#
#   CPU time per operation  (cpu(N) - cpu(0)) / N, user plus system
#   memory per goroutine    (peak(N) - peak(0)) / N, resident
#
# so that start-up does not count. Figures of different machines, or of
# different runs on a busy one, do not compare; the ratio within one run does.
# A row above its target says `over`, and nothing fails for it. The status is
# 0; 1 when a program failed; 2 for wrong usage.
#
# Without Go there are seep's own figures only. CPU time then comes from bash,
# to the millisecond, and peak memory from GNU time where it is installed.

# shellcheck source=tests/bench/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

# row | title | what is counted | N | target ratio to Go
rows=(
  "pingpong|ping-pong|message|4000000|0.65"
  "buffered1|buffered 1|message|4000000|0.9"
  "buffered128|buffered 128|message|8000000|2.2"
  "select4|select of 4|message|2000000|0.5"
  "fan10|fan 1 to 10|message|4000000|0.65"
  "spawn|spawn and join 100k|task|100000|0.8"
  "timers|100k timers|timer|100000|0.9"
  "mutex|uncontended mutex|lock|4000000|2.0"
  "contended|mutex, 10 goroutines|lock|1000000|1.0"
  "readers|rwmutex, 10 readers|read lock|1000000|2.0"
  "group|waitgroup of 10,000|goroutine|200000|2.0"
  "contexts|tree of 10,000 contexts|context|200000|2.0"
  "resets|timers reset|reset|1000000|2.0"
  "blocked|bytes per blocked|goroutine|100000|0.27"
)

# measure RESULT COMMAND... runs COMMAND and writes its CPU nanoseconds and
# its peak memory in kilobytes (or -) to RESULT.
measure() {
  if [ -n "$go_version" ]; then
    "$tmp/measure" "$@"
  else
    measure_without_go "$@"
  fi
}

measure_without_go() {
  local result=$1 status=0 TIMEFORMAT='%3U %3S'
  shift
  echo - >"$tmp/peak"
  if [ -n "$gnu_time" ]; then
    set -- "$gnu_time" -q -f %M -o "$tmp/peak" "$@"
  fi
  { time "$@" 2>&3; } 3>&2 2>"$tmp/time" || status=$?
  awk -v peak="$(<"$tmp/peak")" \
    '{ printf "%.0f %s\n", ($1 + $2) * 1e9, peak }' "$tmp/time" >"$result"
  return "$status"
}

# run_once SIDE ROW N adds a line to the samples of that program and N: CPU
# time, peak memory, then whatever the program printed.
run_once() {
  local side=$1 row=$2 n=$3 status=0 command
  case $side in
    seep) command=("${seep_run[@]}" "$here/lua/$row.lua" -- "$n") ;;
    go) command=("$tmp/$row" "$n") ;;
  esac
  measure "$tmp/result" "${command[@]}" >"$tmp/out" 2>"$tmp/err" || status=$?
  if [ "$status" -ne 0 ]; then
    cat "$tmp/out" "$tmp/err" >&2
    die 1 "status $status: ${command[*]}"
  fi
  echo "$(<"$tmp/result") $(<"$tmp/out")" >>"$tmp/$side.$row.$n"
}

median_of() { # COLUMN FILE
  awk -v c="$1" '{ print $c }' "$2" | median
}

# per_operation SIDE ROW N COLUMN UNIT prints what one operation takes of a
# column, in nanoseconds or bytes: UNIT is what one of the column is worth.
per_operation() {
  local base full
  base=$(median_of "$4" "$tmp/$1.$2.0")
  full=$(median_of "$4" "$tmp/$1.$2.$3")
  if [ "$full" = - ]; then
    echo -
  else
    awk -v a="$base" -v b="$full" -v n="$3" -v unit="$5" \
      'BEGIN { printf "%.2f\n", (b - a) * unit / n }'
  fi
}

line() { # TITLE COUNTED UNIT SEEP GO TARGET
  awk -v title="$1" -v counted="$2" -v unit="$3" -v seep="$4" -v go="$5" \
    -v target="$6" '
    function figure(x) {
      return x == "-" ? x : sprintf(x < 99.95 ? "%.1f %s" : "%.0f %s", x, unit)
    }
    BEGIN {
      printf "%-20s %-10s %9s", title, counted, figure(seep)
      if (go != "-") {
        ratio = go > 0 ? seep / go : 0
        printf " %9s %6.2f %7.2f  %s", figure(go), ratio, target, \
          ratio <= target ? "ok" : "over"
      }
      printf "\n"
    }'
}

bench() { # ROW TITLE COUNTED N TARGET
  local row=$1 n=$4 i side seep_figure go_figure=- unit=ns
  local seep_column=1 go_column=1 worth=1
  for ((i = 0; i < runs; i++)); do
    for side in "${sides[@]}"; do
      run_once "$side" "$row" 0
      run_once "$side" "$row" "$n"
    done
  done

  # The Go program of this row reports its own peak, in the third column.
  if [ "$row" = blocked ]; then
    unit=B seep_column=2 go_column=3 worth=1024
  fi
  seep_figure=$(per_operation seep "$row" "$n" "$seep_column" "$worth")
  if [ -n "$go_version" ]; then
    go_figure=$(per_operation go "$row" "$n" "$go_column" "$worth")
  fi
  line "$2" "$3" "$unit" "$seep_figure" "$go_figure" "$5"
  if [ "$row" = blocked ] && [ -n "$go_version" ]; then
    printf '  (Go by its own account, MemStats.Sys: %.0f B)\n' \
      "$(per_operation go "$row" "$n" 4 1)"
  fi
}

build_go() { # ROW...
  local program
  for program in measure "$@"; do
    GO111MODULE=off GOFLAGS='' \
      go build -o "$tmp/$program" "$here/go/$program.go" ||
      die 1 "cannot build go/$program.go"
  done
}

runs=${BENCH_RUNS:-5}
take_seep "${1-}"
choose "${@:2}"
# A row takes more steps than a script is allowed unasked.
seep_run=("$seep" run -q --no-races --max-steps 1000000000)

go_version='' gnu_time='' sides=(seep)
if command -v go >/dev/null; then
  unset GODEBUG GOGC GOMEMLIMIT
  go_version=$(go version)
  sides=(seep go)
  build_go "${wanted[@]%%|*}"
  export GOMAXPROCS=1
  echo "medians of $runs runs; ${go_version#go version }, GOMAXPROCS=1"
else
  echo "Go is not installed, so no ratios: apt-get install golang-go"
  if "$(type -P time)" -q -f %M -o "$tmp/peak" true 2>/dev/null; then
    gnu_time=$(type -P time)
  fi
fi

printf '%-20s %-10s %9s' row per seep
[ -z "$go_version" ] || printf ' %9s %6s %7s' Go ratio target
echo
for row in "${wanted[@]}"; do
  IFS='|' read -r name title counted n target <<<"$row"
  bench "$name" "$title" "$counted" "$n" "$target"
done

#!/usr/bin/env bash
# Builds what the tests need, runs the suites and adds their results up.
#
#   run.sh [SUITE...]   all suites, or those named: `core` means all of core/
#
#   check/NAME     tests/check/NAME.sh: rules of the repository
#   core/NAME, chaos/NAME
#                  tests/core/test_NAME.c: unit tests, under the sanitizers
#   patterns, goker, sctbench, conformance, races, lua
#                  the scenarios in scripts/patterns, scripts/goker,
#                  scripts/sctbench, tests/conformance, tests/races and
#                  tests/lua, run by `seep test`
#   twins          tests/twins.sh: programs in Go and the same in Lua; skipped
#                  where there is no Go
#   cli/NAME       tests/cli/NAME.sh: the program from outside
#   fuzz/NAME      tests/fuzz/NAME.c: the library from inside, with programs
#                  made up; PROGRAMS says how many. allocfail on demand only
#
# Every suite speaks TAP. One that crashes, says no plan or runs fewer tests
# than planned counts as failed, whatever it said before. The last line of
# stdout is `N passed, N failed`; the status is 0 when none failed, 1 when
# some did, 2 for a suite that does not exist.
#
# Environment: FLAVOUR builds and runs everything in that flavour (without it
# the program is `release`, the unit tests `asan`); BUILD is the folder of
# what is built (build); TIMEOUT the seconds one suite may take (1500); MAKE
# the make program. What the suites say is kept in log/ beside the program.

set -u
# A busy machine must not fail a test: by hand, tests/cli asks for 5 seconds.
export LIMIT=${LIMIT:-60}
cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit 2

MAKE=${MAKE:-make}
BUILD=${BUILD:-build}
TIMEOUT=${TIMEOUT:-1500}
program_flavour=${FLAVOUR:-release}
unit_flavour=${FLAVOUR:-asan}
passed=0
failed=0
child=

# What may be built under `make -n` is for make to say; nothing is run.
flags=${MAKEFLAGS-}
flags=${flags%% *}
[[ $flags != *n* || $flags == -* ]] || exit 0

# The folder that the Makefile builds a flavour in.
folder() {
  if [[ $1 == release ]]; then echo "$BUILD"; else echo "$BUILD/$1"; fi
}
SEEP=$(folder "$program_flavour")/seep
unit=$(folder "$unit_flavour")/tests
fuzzers=$(folder "$program_flavour")/tests/fuzz
log=$(folder "$program_flavour")/log

# trouble N SUITE WHAT — N tests failed that have no line of their own.
trouble() {
  failed=$((failed + $1))
  echo "not ok - $2: $3"
}

build() { # FLAVOUR TARGET
  local jobs=()
  [[ ${MAKEFLAGS-} == *jobserver* ]] || jobs=(-j "$(nproc)")
  $MAKE --no-print-directory -k "${jobs[@]}" BUILD="$BUILD" FLAVOUR="$1" "$2"
}

# ---- which suites ----

# The names of files without folder, prefix and ending: names FOLDER/*.sh
suites_of() { # GROUP PREFIX ENDING
  local file found=
  for file in "tests/$1/$2"*"$3"; do
    [[ -f $file && $file != */lib.sh ]] || continue
    file=${file##*/"$2"}
    echo "$1/${file%"$3"}"
    found=1
  done
  [[ $found ]] || echo "$1/"
}

all_suites() {
  suites_of check '' .sh
  suites_of core test_ .c
  suites_of chaos test_ .c
  printf '%s\n' patterns goker sctbench conformance twins races lua
  suites_of cli '' .sh
  printf '%s\n' fuzz/certain fuzz/back fuzz/dpor fuzz/chaos
  if [[ " $* " == *" fuzz"* ]]; then echo fuzz/allocfail; fi
}

# wanted SUITE NAME... — is it one of these, or in one of these?
wanted() {
  local suite=$1 name
  shift
  (($# > 0)) || return 0
  for name; do
    [[ $suite != "$name" && $suite != "$name"/* ]] || return 0
  done
  return 1
}

# ---- one suite ----

# The command of a suite, in the array `command`.
find_command() {
  local name=${1#*/}
  case $1 in
  core/* | chaos/*)
    command=("$unit/${1%/*}/test_$name")
    if [[ $unit_flavour == valgrind ]]; then
      # core/allocfail has a malloc of its own, which has to stay the one.
      # core/snapshot goes on after faults: with all registers as they were.
      command=(valgrind -q --error-exitcode=99 --leak-check=full
        --vex-iropt-register-updates=allregs-at-mem-access
        --errors-for-leak-kinds=all
        --soname-synonyms=somalloc=nouserintercepts "${command[@]}")
    fi
    ;;
  fuzz/chaos)
    command=("$fuzzers/$name" "${PLANS:-500}" scripts/patterns/*.lua)
    ;;
  fuzz/allocfail) command=("$fuzzers/$name" tests/cli/allocfail/*.lua) ;;
  fuzz/certain)
    command=("$fuzzers/$name" scripts/patterns/*.lua scripts/goker/*.lua)
    ;;
  fuzz/back)
    command=("$fuzzers/$name" scripts/goker/*.lua scripts/sctbench/*.lua)
    ;;
  fuzz/*) command=("$fuzzers/$name" "${PROGRAMS:-100}") ;;
  patterns | goker | sctbench) command=("$SEEP" test "scripts/$1") ;;
  conformance | races | lua) command=("$SEEP" test "tests/$1") ;;
  check/* | cli/* | twins) command=(bash "tests/$1.sh") ;;
  esac
}

# run NAME COMMAND... — its streams go to the log; sets status.
run() {
  local name=$log/${1//\//-}
  shift
  SEEP=$SEEP CMOCKA_MESSAGE_OUTPUT=TAP timeout -k 10 "$TIMEOUT" "$@" \
    >"$name.tap" 2>"$name.err" </dev/null &
  child=$!
  wait "$child"
  status=$?
  child=
}

# What the TAP in a file comes to: PASSED FAILED SKIPPED PLANNED, and whether
# there was a plan and a bail-out. A failed test that is TODO is skipped.
tally() {
  awk '
    function directive(word) { return toupper($0) ~ " # *" word }
    /^ok([ \t]|$)/ { if (directive("SKIP")) skipped++; else passed++ }
    /^not ok([ \t]|$)/ { if (directive("TODO")) skipped++; else failed++ }
    /^1\.\.[0-9]+/ { planned += substr($1, 4); plans++ }
    /^Bail out!/ { bail = 1 }
    END {
      print passed + 0, failed + 0, skipped + 0, planned + 0, plans + 0,
        bail + 0
    }' "$1"
}

# The failed tests of a file with what follows them, not without end.
show_failed() {
  awk '
    /^not ok([ \t]|$)/ { on = toupper($0) !~ / # *TODO/ }
    /^ok([ \t]|$)/ || /^1\.\./ { on = 0 }
    on && ++lines <= 60 { print "  " $0 }
    END { if (lines > 60) print "  ... and " lines - 60 " more lines" }' "$1"
}

judge() { # NAME
  local name=$1 file=$log/${1//\//-} ok not_ok skipped planned plans bail
  local seen why=
  read -r ok not_ok skipped planned plans bail < <(tally "$file.tap")
  seen=$((ok + not_ok + skipped))
  passed=$((passed + ok))
  failed=$((failed + not_ok))

  if ((status == 124 || status == 137)); then
    why="not done within $TIMEOUT s"
  elif ((status > 125)); then
    why="crashed, status $status"
  elif ((bail)); then
    why="gave up"
  elif ((plans == 0)); then
    why="no plan, status $status"
  elif ((planned != seen)); then
    why="$planned tests planned, $seen run, status $status"
  elif ((seen == 0)); then
    why="no test at all"
  elif ((status != 0 && not_ok == 0)); then
    why="status $status although no test failed"
  fi

  printf '%-24s %5d ok' "$name" "$ok"
  ((not_ok == 0)) || printf ', %d not' "$not_ok"
  ((skipped == 0)) || printf ', %d skipped' "$skipped"
  printf '\n'
  show_failed "$file.tap"
  [[ $why ]] || return
  trouble "$((planned > seen ? planned - seen : 1))" "$name" "$why"
  tail -n 20 "$file.err" | sed 's/^/  /'
}

run_suite() { # NAME
  local command
  if [[ $1 == */ ]]; then
    trouble 1 "$1" "there are no tests"
    return
  fi
  find_command "$1"
  if [[ ${command[-1]} == "$BUILD"/* && ! -x ${command[-1]} ||
    ${command[0]} == "$BUILD"/* && ! -x ${command[0]} ]]; then
    trouble 1 "$1" "not built"
    return
  fi
  run "$1" "${command[@]}"
  judge "$1"
}

# ---- all ----

finish() {
  echo "$passed passed, $failed failed"
  exit $((failed > 0))
}

# shellcheck disable=SC2317 # called by the trap
stopped() {
  [[ -z $child ]] || kill "$child" 2>/dev/null
  trouble 1 "${suite-}" "interrupted"
  finish
}

suites=()
while read -r suite; do
  ! wanted "$suite" "$@" || suites+=("$suite")
done < <(all_suites "$@")
if ((${#suites[@]} == 0)); then
  echo "run.sh: no such suite: $*" >&2
  exit 2
fi

trap stopped INT TERM
mkdir -p "$log" || exit 2
if ! build "$program_flavour" build; then
  trouble 1 build "the program was not built"
  finish
fi
if [[ " ${suites[*]}" == *" core/"* ]]; then
  build "$unit_flavour" unit || true # run_suite says which are missing
fi
if [[ " ${suites[*]}" == *" fuzz/"* ]]; then
  build "$program_flavour" fuzzers || true
fi
unset MAKEFLAGS MFLAGS MAKELEVEL

for suite in "${suites[@]}"; do
  run_suite "$suite"
done
finish

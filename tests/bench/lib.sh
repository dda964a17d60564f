# shellcheck shell=bash
# What the benchmarks have in common, to be sourced first.

set -eu
export LC_ALL=C

# shellcheck disable=SC2034 # for who sources this
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

die() { # STATUS MESSAGE
  echo "${0##*/}: $2" >&2
  exit "$1"
}

# Sets `seep`, the program that is measured.
take_seep() { # [SEEP]
  seep=${1:-build/seep}
  [[ -f $seep && -x $seep ]] || die 2 "$seep: no such program; run make"
  [[ $seep == */* ]] || seep=./$seep
}

# Sets `wanted`: of `rows`, whose fields stand between "|", those whose first
# field is named, in that order; all, when none is.
choose() { # [ROW...]
  local name row names=("${rows[@]%%|*}")
  (($# > 0)) || set -- "${names[@]}"
  wanted=()
  for name; do
    [[ " ${names[*]} " == *" $name "* ]] ||
      die 2 "$name: no such row; rows: ${names[*]}"
    for row in "${rows[@]}"; do
      [[ ${row%%|*} != "$name" ]] || wanted+=("$row")
    done
  done
}

# Runs the command, which has to end with that status, and prints its CPU time,
# user plus system, in seconds.
cpu() { # STATUS COMMAND...
  local expected=$1 status=0 TIMEFORMAT='%3U %3S'
  shift
  { time "$@" >"$tmp/out" 2>&1; } 2>"$tmp/time" || status=$?
  if ((status != expected)); then
    cat "$tmp/out" >&2
    die 1 "status $status: $*"
  fi
  awk '{ print $1 + $2 }' "$tmp/time"
}

# Of the numbers on stdin, one a line.
median() { sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }

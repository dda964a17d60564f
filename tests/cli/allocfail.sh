#!/bin/bash
# Every allocation of a run may fail: once, or that one and all after it. The
# run then ends in order: as if nothing had been, or with a verdict that
# speaks of memory; never with a crash, an internal error or wrong output.
#
# The hidden option `--fail-alloc N` fails the N-th allocation of a run, and
# `--fail-alloc N+` every one from the N-th on; when it is reached the program
# says `allocation N failed as asked` on stderr. Each script of allocfail/ is
# run with N from 1 to 50 and then in steps, 150 runs at most; with FULL=1,
# with every N. The first comment of a script names it, `-- status: N` is how it
# ends undisturbed, `-- options: ...` what it is run with.

. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

FULL=${FULL:-0}

cp -r "$here/allocfail" "$tmp/allocfail"
cd "$tmp/allocfail" || exit 1

wrong=()
runs=0

# judge N — what the run with the N-th allocation failing has to be like;
# status 0 when that allocation was reached, or may have been before a crash.
judge() {
  local said="allocation ${1%+} failed as asked" reached=1
  if grep -aqF "$said" "$err" || ((status > 3)); then reached=0; fi
  if ((${#complaints[@]} > 0)); then
    :
  elif ((status > 3)); then
    complain "status $status"
  elif ((reached == 0)); then
    if ((status != usual)) && ! grep -avF "$said" "$err" | grep -aqi memory
    then
      complain "status $status instead of $usual, and no word of memory"
    fi
    [[ $usual_out == "$(<"$out")"* ]] || complain "wrong output"
  else
    ((status == usual)) || complain "status $status, want $usual"
    [[ $(<"$out") == "$usual_out" ]] || complain "other output"
  fi
  if ((${#complaints[@]} > 0 && ${#wrong[@]} < 20)); then
    wrong+=("--fail-alloc $1: ${complaints[*]}")
  fi
  return "$reached"
}

# fail_at N — one run; its status as that of judge.
fail_at() {
  seep run "${options[@]}" --fail-alloc "$1" "$script"
  runs=$((runs + 1))
  judge "$1"
}

# The first power of two that is beyond the last allocation.
find_top() {
  top=64
  while fail_at "$top"; do
    top=$((top * 2))
    if ((top > 1 << 24)); then
      wrong+=("still reached: allocation $((top / 2))")
      break
    fi
  done
}

# sweep SUFFIX — the runs of one way to fail.
sweep() {
  local n=1 step=$(((top - 50 + 17) / 18))
  while fail_at "$n$1"; do
    if ((FULL == 1 || n < 50)); then
      n=$((n + 1))
    else
      n=$((n + step))
    fi
  done
  ((n > 1)) || wrong+=("--fail-alloc 1$1 was not reached")
}

for script in *.lua; do
  name=$(basename "$script" .lua)
  title=$(sed -n '1s/^-- //p' "$script")

  read -ra options < <(sed -n 's/^-- options: //p' "$script")
  seep run "${options[@]}" "$script"
  usual=$(sed -n 's/^-- status: //p' "$script")
  status_is "$usual"
  usual_out=$(<"$out")
  ordinary=${#complaints[@]}
  tap "$name, undisturbed: $title"
  if ((ordinary > 0)); then continue; fi

  runs=0
  wrong=()
  find_top
  for suffix in "" +; do
    sweep "$suffix"
    complaints=("${wrong[@]}")
    : >"$out"
    : >"$err"
    case $suffix in +) how="the N-th and all after it" ;; *) how=once ;; esac
    tap "$name, allocations failing: $how"
    wrong=()
  done
  echo "# $runs runs, fewer than $top allocations"
done

tap_end

#!/bin/bash
# Same file, same seed, same options: the same bytes, in every process.
#
# Each script of determinism/ runs in RUNS processes (50), every one of them
# with another environment: variables and their total size, home, time zone,
# locale, terminal, working folder, path of the program, stack limit, contents
# of fresh memory, address randomisation on or off. Stdout, stderr and status
# must not differ by a byte.
#
# All of scripts/ does so too, in ALL processes (4), also under another user,
# with another priority, on one processor, and with its output in a pipe or a
# file: a run a scenario, or all that `seep test` makes of it when STRATEGY is
# empty. `make determinism` is the long form: ALL=50 STRATEGY=.

. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

RUNS=${RUNS:-50}
ALL=${ALL:-4}
STRATEGY=${STRATEGY-default}

zones=(UTC Asia/Tokyo America/New_York "<X>-13:45" Nowhere)
locales=(C C.UTF-8 de_DE.UTF-8 tr_TR.UTF-8 no_SUCH)
terms=(dumb xterm-256color "" vt100 no-such-terminal)

fixed_addresses=()
if setarch -R true 2>/dev/null; then fixed_addresses=(setarch -R); fi

# place N — a working folder of its own, with the scripts at the same relative
# place; every fourth has its own path to the program as well.
place() {
  local dir=$tmp/place$1
  mkdir -p "$dir"
  cp -r "$here/determinism" "$dir/scripts"
  if (($1 % 4 == 0)); then ln -s "$SEEP" "$dir/another-seep"; fi
}

# strangely N ARGS... — run the program in the N-th environment.
strangely() {
  local n=$1 dir=$tmp/place$1 program=$SEEP
  shift
  local padding
  padding=$(head -c $((n * 997 % 9001)) /dev/zero | tr '\0' x)
  local command=(env -C "$dir")
  if ((n % 6 == 0)); then command+=(-i); fi
  command+=(
    "LUA_PATH=/nowhere/$n/?.lua" "LUA_CPATH=/nowhere/$n/?.so"
    "LUA_INIT=error('LUA_INIT was run')" "HOME=/nowhere/$n"
    "TZ=${zones[n % ${#zones[@]}]}" "LC_ALL=${locales[n % ${#locales[@]}]}"
    "TERM=${terms[n % ${#terms[@]}]}" "COLUMNS=$((20 + n * 7))"
    "MALLOC_PERTURB_=$((n % 256))" "PADDING=$padding"
  )
  if ((n % 3 == 0)); then command+=("NO_COLOR=1"); fi
  if ((n % 5 == 1)); then command+=("${fixed_addresses[@]}"); fi
  if ((n % 7 == 2)); then
    command+=(prlimit "--stack=$((n * 65536 + 2 ** 21))")
  fi
  if [[ -e $dir/another-seep ]]; then program=./another-seep; fi
  observe "${command[@]}" "$program" "$@"
}

# The complaints of several runs, each of them once, for one check.
wrong=()
gather() {
  local text
  for text in "${complaints[@]}"; do
    [[ " ${wrong[*]} " == *" $text "* ]] || wrong+=("$text")
  done
}

# What one run gave, in one file.
record() {
  echo "status $status" | cat - "$out" <(echo "--- stderr") "$err" >"$1"
}

for ((n = 0; n < RUNS; n++)); do place "$n"; done

for script in "$here"/determinism/*.lua; do
  name=$(basename "$script")
  different=0
  wrong=()
  for ((n = 0; n < RUNS; n++)); do
    strangely "$n" run "scripts/$name"
    gather
    if ((n == 0)); then
      record "$tmp/first"
      (($(wc -l <"$out") > 3)) || wrong+=("the script printed next to nothing")
    else
      record "$tmp/other"
      if ! cmp -s "$tmp/first" "$tmp/other"; then
        ((different++ > 0)) || wrong+=("run $n differs from run 0:" \
          "$(diff -a "$tmp/first" "$tmp/other" | head -n 6 | cut -c 1-200)")
      fi
    fi
  done
  complaints=("${wrong[@]}")
  status_is 0 1
  ((different == 0)) || complain "$different of $RUNS runs differ"
  tap "$name gives the same bytes in $RUNS processes"
done

# ---- all of scripts/ ----

scripts=()
for folder in "$here"/../../scripts/*; do # all but the library
  if [[ ${folder##*/} != seep ]]; then scripts+=("$folder"); fi
done

# Somebody else, where there is somebody who may be that.
chmod 755 "$tmp"
stranger=()
try=(setpriv --reuid 65534 --regid 65534 --clear-groups)
if "${try[@]}" "$SEEP" version >/dev/null 2>&1; then stranger=("${try[@]}"); fi

# what_to_do FILE — the arguments that run it, in the array `arguments`.
what_to_do() {
  if grep -q '^ *scenario' "$1"; then
    arguments=(test ${STRATEGY:+--strategy "$STRATEGY"} --json report.json "$1")
  else
    arguments=(run --report report.json "$1")
  fi
}

# one FILE N — what the N-th process says of it, as a file; $3: its name.
one() {
  local n=$2 to=$3 arguments dir=$tmp/all$2
  cd "$dir" || return
  what_to_do "$1"
  local command=(env "PADDING=$(head -c $((n * 1009 % 7001)) /dev/zero | tr '\0' x)"
    "LC_ALL=${locales[n % ${#locales[@]}]}" "TZ=${zones[n % ${#zones[@]}]}"
    "HOME=/nowhere/$n" "MALLOC_PERTURB_=$((n % 256))")
  case $((n % 7)) in
  1) command+=("${fixed_addresses[@]}") ;;
  2) command+=("${stranger[@]}") ;;
  3) command+=(nice -n 7) ;;
  4) command+=(taskset -c 0) ;;
  5) command+=(prlimit "--stack=$((n * 65536 + 2 ** 21))") ;;
  esac
  if ((n % 2)); then
    "${command[@]}" "$SEEP" "${arguments[@]}" </dev/null >out 2>err
    echo "status $?" >status
  else
    { "${command[@]}" "$SEEP" "${arguments[@]}" 2>err
      echo "status $?" >status; } <&- | cat >out
  fi
  tail -n +1 status out err report.json >"$to"
  rm -f report.json
}

# in_all FILE — compares what all processes say of it.
in_all() {
  local n different=()
  for ((n = 0; n < ALL; n++)); do
    one "$1" "$n" "$tmp/said$n" &
    if ((n % cores == cores - 1)); then wait; fi
  done
  wait
  for ((n = 1; n < ALL; n++)); do
    cmp -s "$tmp/said0" "$tmp/said$n" || different+=("$n")
  done
  grep -qx 'status [01]' "$tmp/said0" || complain "$1: $(sed -n 2p "$tmp/said0")"
  ((${#different[@]} == 0)) && return
  complain "$1: differs from process 0 in ${different[*]}:" \
    "$(diff -a "$tmp/said0" "$tmp/said${different[0]}" | head -n 6 |
      cut -c 1-200)"
}

cores=$(nproc)
for ((n = 0; n < ALL; n++)); do
  mkdir -p "$tmp/all$n/scripts"
  cp -r "${scripts[@]}" "$tmp/all$n/scripts"
  chmod -R a+rwX "$tmp/all$n"
done
for folder in "${scripts[@]}"; do
  complaints=()
  files=0
  for script in "$folder"/*.lua; do
    in_all "scripts/${folder##*/}/${script##*/}"
    files=$((files + 1))
  done
  tap "scripts/${folder##*/}: $files files in $ALL processes each say the same"
done

# ---- seeds ----

# The seed decides, and nothing else.
cd "$tmp/place0" || exit 1
: >"$tmp/sums"
wrong=()
for seed in 0 1 2 3 4 9007199254740993; do
  for turn in 1 2; do
    seep run --seed "$seed" scripts/random.lua
    status_is 0
    gather
    echo "$seed $turn $(grep '^goroutine' "$out" | sha256sum)" >>"$tmp/sums"
  done
done
complaints=("${wrong[@]}")
sums=$(cut -d ' ' -f 3 "$tmp/sums" | sort | uniq -c | awk '{ print $1 }')
[[ $(sort -u <<<"$sums") == 2 && $(wc -l <<<"$sums") == 6 ]] ||
  complain "six seeds, each twice, gave: $(tr '\n' ' ' <<<"$sums")"
tap "each seed has random numbers of its own, the same every time"

# A scenario explored at random draws its schedules from the seed too.
file scenario.lua <<'LUA'
scenario{
  name = "either",
  main = function()
    local order, wg = {}, sync.waitgroup()
    for i = 1, 4 do
      wg:add(1)
      go(function()
        for _ = 1, 3 do
          runtime.gosched()
          order[#order + 1] = i
        end
        wg:done()
      end)
    end
    wg:wait()
    panic(table.concat(order) .. " " .. math.random(1000) .. tostring({}))
  end,
  explore = { strategy = "random", runs = 20 },
}
LUA
cd "$tmp" || exit 1
wrong=()
for ((n = 0; n < 10; n++)); do
  PADDING=$(head -c $((n * 997)) /dev/zero | tr '\0' x) \
    seep test --seed 7 scenario.lua
  gather
  if ((n == 0)); then
    cp "$out" "$tmp/first"
  elif ! cmp -s "$tmp/first" "$out"; then
    wrong+=("run $n differs from run 0")
  fi
done
complaints=("${wrong[@]}")
status_is 1
tap "a scenario explored at random gives the same results in 10 processes"

tap_end

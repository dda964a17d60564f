#!/bin/bash
# Same file, same seed, same options: the same bytes, in every process.
#
# Each script of determinism/ runs in RUNS processes (50), every one of them
# with another environment: variables and their total size, home, time zone,
# locale, terminal, working folder, path of the program, stack limit, contents
# of fresh memory, address randomisation on or off. Stdout, stderr and status
# must not differ by a byte.

. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

RUNS=${RUNS:-50}

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

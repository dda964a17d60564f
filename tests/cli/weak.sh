#!/bin/bash
# --weak-memory: old values for reads that nothing orders, the same ones again
# for the same seed, and nothing else.

. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

cd "$tmp" || exit 1

file flag.lua <<'LUA'
local data, ready = shared(0, "data"), shared(false, "ready")
go(function()
  data:set(42)
  ready:set(true)
end)
while not ready:get() do runtime.gosched() end
print(data:get())
LUA
file ordered.lua <<'LUA'
local data, ch = shared({ n = 0 }, "data"), chan()
total = 0
for i = 1, 3 do
  go(function()
    data.n = data.n + i
    total = total + data.n
    ch:send(true)
  end)
  ch:recv()
end
print(data.n, total)
LUA
file scenario.lua <<'LUA'
local function main()
  local data, ready = shared(0), shared(false)
  go(function()
    data:set(42)
    ready:set(true)
  end)
  if ready:get() then check.always(data:get() == 42, "the data is there") end
end
local function declare(name, weak)
  scenario{ name = name, main = main, expect = never{ assertion = true },
    explore = { strategy = "random", runs = 200, weak_memory = weak } }
end
declare("as said")
declare("never weak", false)
declare("always weak", true)
LUA

zeros=0 wholes=0
for seed in {1..20}; do
  seep run --weak-memory --seed "$seed" -q flag.lua
  status_is 1
  err_has 'FAIL  race: '
  case $(<"$out") in
  0) ((zeros++)) ;;
  42) ((wholes++)) ;;
  *) complain "seed $seed prints $(<"$out")" ;;
  esac
done
((zeros > 0 && wholes > 0)) || complain "$zeros times 0, $wholes times 42"
tap "seeds show both values"

for seed in {1..10}; do
  seep run --seed "$seed" flag.lua
  out_is 42
  err_lacks '(old)'
done
tap "without the option it is the latest"

for seed in {1..50}; do
  seep run --weak-memory --seed "$seed" -q flag.lua
  [[ $(<"$out") != 0 ]] || break
done
seep run --weak-memory --seed "$seed" flag.lua
err_has 'read data (old)'
cp "$err" once.err
cp "$out" once.out
seep run --weak-memory --seed "$seed" flag.lua
{ cmp -s "$err" once.err && cmp -s "$out" once.out; } ||
  complain "not the same again"
tap "the picture says which; the same bytes again"

seep run -v ordered.lua
out_is $'6\t10'
cp "$err" once.err
seep run -v --weak-memory ordered.lua
out_is $'6\t10'
cmp -s "$err" once.err || complain "it is not the same run"
tap "nothing changes where all is ordered"

seep test scenario.lua
status_is 1
out_has 'ok 1 - scenario.lua: as said' 'ok 2 - scenario.lua: never weak' \
  'not ok 3 - scenario.lua: always weak'
seep test --weak-memory scenario.lua
status_is 1
out_has 'not ok 1 - scenario.lua: as said' 'ok 2 - scenario.lua: never weak' \
  'not ok 3 - scenario.lua: always weak'
tap "seep test: for every scenario that does not say otherwise"

# The first allocation that is not of loading the script, and all behind it.
low=1 high=100000
while ((low < high)); do
  seep run --weak-memory --fail-alloc $(((low + high) / 2)) -q ordered.lua
  if grep -q 'to load it' "$err"; then
    low=$(((low + high) / 2 + 1))
  else
    high=$(((low + high) / 2))
  fi
done
for ((n = low; n < low + 1000; n++)); do
  seep run --weak-memory --fail-alloc "$n" -q ordered.lua
  ((status == 3)) || break
done
status_is 0
((n > low + 50)) || complain "only $((n - low)) allocations"
tap "any allocation may fail"

tap_end

#!/bin/bash
# One tree, searched by machines that do not talk to one another: what merges
# come to is what one alone comes to.  Small programs, each with all its
# schedules; of dfs to the byte, of dpor all but which run of a kind it was.

. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

cd "$tmp" || exit 1

# program NAME LINE... - a script of the lines.
n=0
program() {
  n=$((n + 1))
  printf '%s\n' "$@" >"p$n.lua"
}

two='local function two(f, g) go("f", f) go("g", g) end'
three='local function three(f) for i = 1, 3 do go(function() f(i) end) end end'
x='local x = shared(0, "x")'
c='local c = chan(0, "c")'
b='local b = chan(1, "b")'
m='local m, k = sync.mutex("m"), sync.mutex("k")'
wg='local wg = sync.waitgroup()'

program "$two" "$x" 'two(function() x:set(1) end, function() x:get() end)'
program "$two" "$x" 'two(function() x:set(x:get() + 1) end,
  function() x:set(x:get() + 1) end)' 'time.sleep(1)' \
  'check.always(x:get() == 2, "lost")'
program "$two" "$m" 'two(function() m:lock() k:lock() k:unlock() m:unlock() end,
  function() k:lock() m:lock() m:unlock() k:unlock() end)'
program "$two" "$m" 'two(function() m:lock() k:lock() k:unlock() m:unlock() end,
  function() m:lock() k:lock() k:unlock() m:unlock() end)'
program "$two" "$c" 'two(function() c:send(1) end, function() c:send(2) end)' \
  'check.always(c:recv() == 1, "two")' 'c:recv()'
program "$two" "$c" 'two(function() c:send(1) end, function() c:close() end)' \
  'c:recv()'
program "$two" "$b" 'two(function() b:send(1) end, function() b:send(2) end)' \
  'b:recv()'
program "$two" "$b" 'two(function() b:send(1) end, function() b:close() end)'
program "$two" "$b" 'two(function() b:close() end, function() b:close() end)'
program "$two" "$b" 'two(function() select{ send(b, 1), default = true } end,
  function() select{ recv(b), default = true } end)'
program "$two" "$b" "$c" 'two(function() b:send(1) end,
  function() c:send(2) end)' 'select{ recv(b), recv(c) }'
program "$two" "$m" "$x" 'two(function() m:lock() x:set(1) m:unlock() end,
  function() if m:try_lock() then x:set(2) m:unlock() end end)' 'm:lock()' \
  'check.always(x:get() < 2, "tried")'
program "$two" "$wg" 'wg:add(2)' \
  'two(function() wg:done() end, function() wg:done() end)' 'wg:wait()'
# Here dpor finds that it must look closely, and begins anew; what it has run
# before that counts where one alone does.
anew=$((n + 1))
program "$two" "$wg" 'two(function() wg:add(1) wg:done() end,
  function() wg:add(1) wg:done() end)' 'wg:wait()'
program "$two" "$wg" "$x" 'wg:add(1)' 'two(function() x:set(1) wg:done() end,
  function() wg:wait() x:get() end)'
program 'local a = sync.atomic(0)' "$two" \
  'two(function() a:add(1) end, function() a:store(5) end)' 'time.sleep(1)' \
  'check.always(a:load() == 6, "lost")'
program 'local o = sync.once()' "$two" "$x" 'local function f() x:set(1) end' \
  'two(function() o["do"](o, f) end, function() o["do"](o, f) end)'
program 'local rw = sync.rwmutex("rw")' "$two" \
  'two(function() rw:rlock() rw:runlock() end,
  function() rw:lock() rw:unlock() end)' 'rw:rlock()' 'rw:runlock()'
program 'local rw = sync.rwmutex("rw")' "$two" \
  'two(function() rw:rlock() rw:rlock() end, function() rw:lock() end)'
program "$m" "$two" 'local q = sync.cond(m)' \
  'two(function() m:lock() q:wait() m:unlock() end, function() q:signal() end)'
program "$two" 'local ctx, cancel = context.with_cancel(context.background())' \
  'two(function() cancel() end, function() ctx:err() end)'
program "$two" 'two(function() time.sleep(2) panic("late") end,
  function() time.sleep(1) runtime.exit(0) end)'
program "$two" "$c" 'two(function() time.sleep(1) c:send(1) end,
  function() select{ recv(c), recv(time.after(1)) } end)'
program "$three" "$m" 'three(function() m:lock() m:unlock() end)'
program "$three" "$b" 'three(function(i) b:send(i) end)' 'b:recv()' 'b:recv()'
program "$three" "$c" 'three(function(i) c:send(i) end)' \
  'check.always(c:recv() < 3, "three")'
program "$three" "$x" 'three(function(i) x:set(i) end)'
program "$x" 'go(function() go(function() x:get() end) x:set(2) end)' 'x:set(3)'
program "$two" "$c" 'two(function() c:recv() runtime.goexit() end,
  function() c:send(1) panic("sent") end)'
program 'local t = time.new_timer(1)' "$two" \
  'two(function() t:stop() end, function() t.c:recv() end)'
program 'math.random()' "$two" "$b" \
  'two(function() b:send(1) end, function() b:recv() end)'

# What failed, how often; how many runs, of which verdict; is it a proof?
gist() { # FILE
  awk '/"found": [{]/ { found = 1 }
    found || /"proven"/ { print }
    /[}]/ { found = 0 }
    /"signature"/ { what = $0; getline; print what, $0 }' "$1" | sort
}

# As many files as N, and what they come to.
shards() { # STRATEGY FILE N JOBS
  local k
  rm -f part.*
  for ((k = 1; k <= $3; k++)); do
    "$SEEP" explore --all --strategy "$1" --runs 100000 --jobs "$4" \
      --shard $k/$3 --json part.$k "$2" >/dev/null 2>"$err" ||
      [[ $? == 1 && ! -s $err ]] || complain "$2, shard $k/$3: $(<"$err")"
  done
  "$SEEP" merge --json merged.json part.* >merged 2>"$err" ||
    [[ $? == 1 && ! -s $err ]] || complain "$2: merge: $(<"$err")"
}

for strategy in dfs dpor; do
  for machines in 2 3 5; do
    complaints=()
    wrong=()
    for ((i = 1; i <= n; i++)); do
      "$SEEP" explore --all --strategy $strategy --runs 100000 \
        --json whole.json p$i.lua >whole 2>"$err"
      shards $strategy p$i.lua $machines 1
      if [[ $strategy == dfs ]]; then
        cmp -s whole merged && cmp -s whole.json merged.json
      elif ((i == anew)); then
        diff <(grep -e '"signature"' -e '"proven"' whole.json | sort) \
          <(grep -e '"signature"' -e '"proven"' merged.json | sort) >difference
      else
        diff <(gist whole.json) <(gist merged.json) >difference
      fi || wrong+=("p$i.lua: $(tail -1 whole) but $(tail -1 merged)")
    done
    complaints+=("${wrong[@]}")
    tap "$strategy: $n programs, $machines machines: the merge is as one alone"
  done
done

complaints=()
for strategy in dfs dpor; do
  for jobs in 1 3; do
    shards $strategy p3.lua 3 $jobs
    cat part.* merged merged.json |
      sed '/"--jobs"/{N;d;}' >"jobs.$jobs" # the command is in the files
  done
  cmp -s jobs.1 jobs.3 || complain "$strategy: other bytes"
done
tap "a shard writes the same with any number of processes"

# ---- searches that are not whole ----

# Runs that are asked for are shared, too; what is missing is left out.
rm -f part.*
file many.lua <<'LUA'
local b, x, m = chan(1, "b"), shared(0, "x"), sync.mutex("m")
go(function() m:lock() x:set(1) m:unlock() b:send(1) end)
go(function() b:send(2) x:get() end)
if b:recv() == 2 then
  m:lock()
  m:unlock()
end
b:recv()
LUA
for k in 1 2 3; do
  seep explore --all --strategy dfs --runs 100 --shard $k/3 --json part.$k \
    many.lua
  runs=$((k == 1 ? 34 : 33))
  grep -q "in $runs runs: " "$out" || wrong+=("shard $k: $(tail -1 "$out")")
done
seep merge part.*
out_like '^many.lua: .* in 100 runs: '
complaints+=("${wrong[@]}")
tap "of so many runs each machine makes its share"

# In the order of the tree.
for strategy in dfs dpor; do
  complaints=()
  rm -f part.*
  "$SEEP" explore --strategy $strategy --runs 10000 p3.lua >whole 2>"$err"
  for k in 1 2 3; do
    "$SEEP" explore --strategy $strategy --runs 10000 --shard $k/3 \
      --json part.$k p3.lua >/dev/null 2>"$err"
  done
  seep merge part.*
  status_is 1
  err_empty
  [[ $strategy == dpor ]] || cmp -s whole "$out" || complain "$(tail -1 "$out")"
  tap "$strategy: the first failure is the first of all machines'"
done

# More machines than pieces: most have nothing to do, and nothing is missing.
echo 'go(function() end)' >none.lua
for ((k = 1; k <= 7; k++)); do
  seep explore --strategy dfs --shard $k/7 --json part.$k none.lua
  status_is 0
done
seep merge part.*
status_is 0
out_is 'none.lua: no failure in 1 run, among them all that differ: pass 1'
tap "where there is nothing to share one machine has it all"

# A shard that was stopped leaves no proof.
rm part.*
for ((k = 1; k <= 2; k++)); do
  seep explore --all --strategy dfs --runs 100000 --shard $k/2 \
    --json part.$k p3.lua
done
sed 's/"closed": true/"closed": false/; s/"end": "exhausted"/"end": "interrupted"/' \
  part.2 >stopped
seep merge part.1 stopped
err_empty
grep -q 'all that differ' "$out" && complain "a proof: $(tail -1 "$out")"
for change in 's/"pieces": [0-9]*/"pieces": 3/' 's/"segments": \[/&0, 1, 1, 2,/'; do
  sed "$change" part.2 >changed
  "$SEEP" merge part.1 changed >/dev/null 2>changed.err
  [[ $? == 2 && $(<changed.err) == *'has been changed, or is too long'* ]] ||
    complain "$change: $(<changed.err)"
done
tap "nothing is proven by shards that were stopped; nonsense is refused"

tap_end

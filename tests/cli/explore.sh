#!/bin/bash
# `seep explore`: what it finds, says, writes, and how it ends.

. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

cd "$tmp" || exit 1

file abba.lua <<'LUA'
local a, b, wg = sync.mutex("a"), sync.mutex("b"), sync.waitgroup()
wg:go(function() a:lock() b:lock() b:unlock() a:unlock() end)
wg:go(function() b:lock() a:lock() a:unlock() b:unlock() end)
wg:wait()
print("not shown")
LUA
file ordered.lua <<'LUA'
local a, b, wg = sync.mutex("a"), sync.mutex("b"), sync.waitgroup()
wg:go(function() a:lock() b:lock() b:unlock() a:unlock() end)
wg:go(function() a:lock() b:lock() b:unlock() a:unlock() end)
wg:wait()
LUA
file three.lua <<'LUA'
local ch, x = chan(1, "ch"), shared(0, "x")
local mu = sync.mutex("mu")
go(function() mu:lock() x:set(1) mu:unlock() ch:send(1) end)
go(function() ch:send(2) x:get() end)
if ch:recv() == 2 then
  mu:lock()
  if x:get() == 0 then panic("too early") end
  mu:unlock()
  chan():recv()
end
ch:recv()
LUA
file spin.lua <<'LUA'
for i = 1, 1e9 do end
LUA
file exits.lua <<'LUA'
if #arg > 0 then runtime.exit(tonumber(arg[1])) end
LUA
file two.lua <<'LUA'
scenario{ name = "deadlocks", main = function() require "abba" end,
  expect = sometimes{ deadlock = true } }
scenario{ name = "never does", main = function() require "ordered" end }
LUA
file broken.lua <<'LUA'
scenario{ name = "one", main = function() end }
error("half way")
LUA

# replay_of N — the schedule on the N-th replay line of the last output.
replay_of() {
  sed -n 's/^replay: .* --schedule //p' "$out" | sed -n "$1p"
}

seep explore abba.lua
status_is 1
err_empty
out_like '^abba.lua: run [0-9]+ \(strategy dpor, seed 0\) did not pass; shrunk$' \
  '^abba.lua: a failure in [0-9]+ runs: deadlock 1, pass [0-9]+$'
out_has \
  '1 deviation, 1 preemption; none with fewer fails' \
  'lock cycle of 2'
out_lacks 'not shown'
schedule=$(replay_of 1)
cp "$out" first
tap "a deadlock that takes one preemption is found, shrunk and shown"

seep replay abba.lua --schedule "$schedule"
status_is 1
err_has 'all goroutines are asleep'
tap "...and its replay line replays it"

seep explore abba.lua
cmp -s first "$out" || complain "not the same bytes"
tap "the same search prints the same bytes"

seep explore -q abba.lua
status_is 1
out_has 'deadlock at abba.lua:4; [sync.Mutex.Lock] at abba.lua:2'
out_lacks 'fatal error'
(($(wc -l <"$out") == 4)) || complain "not four lines"
tap "-q leaves the report out"

seep explore ordered.lua
status_is 0
out_like '^ordered.lua: no failure in [0-9]+ runs, among them all that differ: pass [0-9]+$'
tap "nothing to find is a proof where it is one"

seep explore --strategy random --runs 50 ordered.lua
status_is 0
out_is 'ordered.lua: no failure in 50 runs: pass 50'
tap "...and not where runs are samples"

seep explore --strategy default abba.lua
status_is 0
out_has 'abba.lua: no failure in 1 run' 'but that is no proof'
tap "one strategy that has one run is no proof either"

seep explore --all --json all.json three.lua
status_is 1
out_like '^three.lua: [0-9]+ distinct failures in [0-9]+ runs, among them all that differ: ' \
  'more did not pass'
out_has 'panic: too early' 'all goroutines are asleep' 'DATA RACE'
cp "$out" all
tap "--all tells every failure that differs, with its number of runs"

n=$(grep -c '^replay: ' all)
for ((i = 1; i <= n; i++)); do
  cp all "$out"
  seep replay three.lua --schedule "$(replay_of "$i")"
  status_is 1
done
((n >= 3)) || complain "only $n failures"
tap "...and each of them can be replayed"

if command -v jq >/dev/null; then
  observe jq -e '.explored[0] | .end == "proven" and .proven
    and (.failures | length) >= 3
    and ([.failures[].runs] | add) + (.found.pass // 0) == .runs
    and all(.failures[]; (.schedule | startswith("seep1/"))
      and .run.verdict != "pass" and .first_run <= .runs)
    and ([.failures[].signature] | unique | length) == (.failures | length)' \
    all.json
  status_is 0
  tap "--json holds the same: counts add up, signatures differ"
fi

if command -v jq >/dev/null; then
  seep test --json test.json two.lua
  observe jq -e '.results[1].proven and .results[1].schedule == ""' test.json
  status_is 0
  tap "seep test --json says what was proven"
fi

seep explore two.lua
status_is 1
out_has 'two.lua: deadlocks: run ' 'two.lua: deadlocks: a failure in ' \
  'two.lua: never does: no failure in '
cp "$out" both
tap "scenarios are explored in turn, whatever they expect"

seep replay two.lua --schedule "$(cp both "$out" && replay_of 1)"
status_is 1
tap "...and the replay line names the scenario"

seep explore --filter 'never*' two.lua
status_is 0
out_lacks 'deadlocks'
tap "--filter"

seep explore --filter nothing two.lua
status_is 2
err_has 'no scenario fits --filter "nothing"'
tap "--filter that fits nothing"

seep explore --max-steps 1000 --runs 5 spin.lua
status_is 3
out_has 'spin.lua: no failure in 5 runs: limit 5'
tap "only runs that were cut: status 3"

seep explore --runs 3 exits.lua -- 0
status_is 0
out_has 'exit'
tap "runtime.exit(0) is no failure, and arguments reach the script"

seep explore --runs 3 -q exits.lua -- 7
status_is 1
tap "runtime.exit(7) is one"

seep explore broken.lua
status_is 1
err_has 'broken.lua declares scenarios, and ended before it had them all' \
  'half way'
out_empty
tap "a file that fails while it declares scenarios"

seep explore --time 300ms --strategy random ordered.lua
status_is 0
out_like '^ordered.lua: no failure in [0-9]+ runs in 300ms: pass [0-9]+$'
tap "--time"

seep explore --report found.md abba.lua
status_is 1
grep -q 'lock cycle of 2' found.md || complain "no cause in found.md"
grep -q 'a failure in' found.md || complain "no count in found.md"
tap "--report writes Markdown"

# ---- several processes ----

file many.lua <<'LUA'
local ch, wg, x = chan(2, "work"), sync.waitgroup(), shared(0, "x")
local mu = sync.mutex("mu")
for i = 1, 23 do
  wg:go(function()
    for _ = 1, 5 do
      ch:send(i)
      mu:lock()
      x:set(x:get() + 1)
      mu:unlock()
      ch:recv()
    end
  end)
end
wg:wait()
LUA

# The workers of a process that live: the dead wait for whoever cleans up.
workers_of() { ps -o pid=,stat= --ppid "$1" | awk '$2 !~ /^Z/ { print $1 }'; }
alive() { ps -o stat= -p "$1" | grep -qv '^Z'; }

wrong=()
for strategy in auto surw pct:3 swarm dfs dpor random default; do
  for script in abba.lua three.lua; do
    for jobs in 1 2 5; do
      seep explore --all -v --runs 400 --strategy "$strategy" --jobs $jobs \
        --json "$strategy.$jobs" "$script"
      ((jobs > 1)) || cp "$out" one
      cmp -s one "$out" && cmp -s "$strategy.1" "$strategy.$jobs" ||
        wrong+=("$script, $strategy, $jobs jobs: other results")
    done
  done
done
complaints=("${wrong[@]}")
tap "any number of jobs gives the same bytes"

# A search of 4,000 runs, whose workers are killed while it goes on.
wrong=()
for strategy in surw dfs dpor; do
  seep explore --jobs 2 --strategy $strategy --runs 4000 --all -v many.lua
  cp "$out" undisturbed
  "$SEEP" explore --jobs 2 --strategy $strategy --runs 4000 --all -v many.lua \
    >disturbed 2>"$err" &
  pid=$!
  kills=0
  for ((i = 0; i < 5; i++)); do
    sleep 0.1
    for worker in $(workers_of $pid | head -1); do
      kill -KILL "$worker" 2>/dev/null && kills=$((kills + 1))
    done
  done
  wait $pid
  status=$?
  complaints=()
  status_is 0
  err_empty
  cmp -s undisturbed disturbed || complain "other results: $(<disturbed)"
  ((kills > 0)) || complain "it was over before a worker could be killed"
  wrong+=("${complaints[@]/#/$strategy: }")
done
complaints=("${wrong[@]}")
tap "what a killed worker was at is made again"

wrong=()
for ((i = 0; i < 6; i++)); do
  signal=$([[ $((i % 2)) == 0 ]] && echo INT || echo TERM)
  "$SEEP" explore --time 60s --jobs 2 --json cut.json many.lua \
    >partial 2>"$err" &
  pid=$!
  sleep "0.$((1 + RANDOM % 9))$i" # it must have begun to listen
  workers=$(workers_of $pid)
  kill "-$signal" $pid
  wait $pid
  status=$?
  complaints=()
  status_is 0
  err_empty
  grep -Eq '^many.lua: no failure in [0-9]+ runs?; interrupted' partial ||
    complain "partial results: $(<partial)"
  grep -q '"end": "interrupted"' cut.json || complain "no file cut.json"
  for worker in $workers; do
    ! alive "$worker" || complain "worker $worker lives on"
  done
  wrong+=("${complaints[@]}")
done
complaints=("${wrong[@]}")
tap "SIGINT and SIGTERM: what was found so far, and no process stays"

sed '/mu:/d' many.lua >racy.lua
"$SEEP" explore --time 60s --jobs 2 --all racy.lua >partial 2>"$err" &
pid=$!
sleep 0.5
kill -INT $pid 2>/dev/null
wait $pid
status=$?
complaints=()
status_is 1
grep -q '; interrupted' partial || complain "it was not interrupted"
grep -q 'DATA RACE' partial || complain "no report: $(<partial)"
tap "...with the failures, if there are any"

rm -f cut.json
"$SEEP" explore --time 60s --jobs 2 --json cut.json many.lua >partial 2>"$err" &
pid=$!
sleep 0.4
workers=$(workers_of $pid)
{ kill -KILL $pid && wait $pid; } 2>/dev/null
complaints=()
[[ -n $workers ]] || complain "there were no workers"
sleep 0.2
for worker in $workers; do
  ! alive "$worker" || complain "worker $worker lives on"
done
[[ ! -e cut.json ]] || complain "there is a file cut.json"
tap "SIGKILL leaves neither processes nor half a file"

# ---- several machines ----

wrong=()
for strategy in random auto dfs; do
  for all in '' --all; do
    for n in 1 2 3; do
      # What samples of the other strategies learn, each shard learns alone.
      [[ $strategy == auto && $all && $n != 1 ]] && continue
      # Of a tree that is not searched whole each shard begins its own piece.
      runs=$([[ $strategy == dfs ]] && echo 5000 || echo 500)
      # shellcheck disable=SC2086 # or none
      seep explore $all --strategy $strategy --runs $runs -v --json whole.json \
        three.lua
      cp "$out" whole
      files=()
      for ((k = n; k >= 1; k--)); do
        # shellcheck disable=SC2086 # or none
        seep explore $all --strategy $strategy --runs $runs --shard $k/$n \
          --json shard.$k three.lua
        ((status < 2)) || wrong+=("$strategy $all, shard $k/$n: $(<"$err")")
        files+=("shard.$k")
      done
      seep merge -v --json merged.json "${files[@]}"
      cmp -s "$out" whole && cmp -s merged.json whole.json ||
        wrong+=("$strategy $all, $n shards: other results")
    done
  done
done
complaints=("${wrong[@]}")
tap "the merge of all shards is what one machine finds, to the byte"

for k in 1 2; do
  seep explore --all --runs 300 --shard $k/2 --json part.$k two.lua
done
seep merge -q part.2 part.1
status_is 1
out_has 'two.lua: deadlocks: 1 distinct failure in ' \
  'two.lua: never does: no failure in '
tap "...of a file of scenarios too"

# Of each shard what there was time for; nothing is said of the rest.
for k in 1 2; do
  seep explore --time 300ms --shard $k/2 --json timed.$k many.lua
done
seep merge timed.1 timed.2
status_is 0
out_like '^many.lua: no failure in [0-9]+ runs in 300ms: pass [0-9]+$'
tap "shards that stopped when their time was up are merged as far as they came"

seep explore --runs 9 --shard 1/2 --json other.1 abba.lua
seep explore --runs 8 --shard 1/2 --json fewer.1 three.lua
seep explore --runs 9 --shard 2/3 --json of3.2 three.lua
seep explore --runs 9 --shard 1/2 --json mine.1 three.lua
seep explore --runs 9 --shard 2/2 --json mine.2 three.lua
seep explore --runs 9 --json alone.json three.lua
refused() { # MESSAGE FILE...
  local message=$1
  shift
  seep merge "$@"
  status_is 2
  out_empty
  err_lines 1
  err_has "$message"
  tap "merge refuses: $message"
}
refused 'shard 2 of 2 is missing' mine.1
refused 'mine.1: shard 1 has been given already' mine.1 mine.1
refused 'of3.2 is of a search in 3 shards, not 2' mine.1 of3.2
refused 'shard 2 is of another search than shard 1' other.1 mine.2
refused 'shard 2 is of another search than shard 1' fewer.1 mine.2
refused 'alone.json is not what seep explore --shard writes' alone.json
refused 'abba.lua:1: not JSON: ' abba.lua
refused 'nosuch' nosuch
head -c 400 mine.1 >half
refused 'half:26: not JSON: ' half
refused 'name the files of all shards'
sed 's/"runs": "/"runs": "a/' mine.2 >changed
refused 'a file has been changed, or is too long' mine.1 changed
cp three.lua three.bak
echo '-- edited' >>three.lua
refused 'three.lua is not as it was when it was explored' mine.1 mine.2
mv three.bak three.lua
seep explore --shard 1/2 three.lua
status_is 2
err_has '--shard wants --json FILE'
tap "a shard that writes no file is refused"

# ---- progress ----

on_terminal() { # COMMAND — its output on a terminal of 120 columns
  TERM=xterm timeout 30 script -qec "stty cols 120; $1" /dev/null </dev/null
}
if command -v script >/dev/null; then
  complaints=()
  on_terminal "$SEEP explore --time 1s many.lua 2>&1" >terminal
  tr '\r' '\n' <terminal >"$out"
  out_like '[0-9,]+ runs, [0-9,]+/s  [a-z]+  [0-9,]+ traces  [0-9,]+ hand-offs ' \
    '[0-9]+%, 1s to go' 'tree about [0-9.e-]+%' 'next trace new: [0-9]+%'
  longest=$(tr -d '\033' <"$out" | awk '/ traces /{ print length }' | sort -n |
    tail -1)
  ((longest <= 122)) || complain "the line has $longest columns"
  # The line is wiped before the results come.
  grep -q $'\r\033\\[Kmany.lua: no failure in ' terminal ||
    complain "the line is not wiped"
  tap "on a terminal a line says how the search stands, and goes"

  complaints=()
  on_terminal "$SEEP explore -q --runs 3000 many.lua 2>&1" >"$out"
  out_lacks ' traces '
  on_terminal "NO_COLOR=1 TERM=dumb $SEEP explore --runs 3000 many.lua" >"$out"
  out_lacks ' traces '
  tap "...but not with -q, nor where it cannot be wiped"
fi

for bad in '--runs 0' '--runs x' '--time 0s' '--time soon' '--strategy no' \
  '--jobs 0' '--schedule x' '--shard 0/2' '--shard 3/2' '--shard 2'; do
  # shellcheck disable=SC2086 # two words
  seep explore $bad abba.lua
  status_is 2
  out_empty
  err_lines 1
  tap "refused: $bad"
done

seep explore
status_is 2
err_has 'name a script: seep explore PATH...'
tap "no file"

seep explore -q --runs 100 ordered.lua abba.lua
status_is 1
out_has 'ordered.lua: no failure in ' 'abba.lua: a failure in '
tap "several files, one after the other"

seep explore --shard 1/2 --json x.json ordered.lua abba.lua
status_is 2
err_has 'a search that is shared is of one script'
tap "a shard is of one script"

tap_end

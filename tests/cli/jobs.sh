#!/bin/bash
# `seep test` in several processes: the same bytes as in one, whatever happens
# to them.

. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

cd "$tmp" || exit 1
LIMIT=60

mkdir all
file all/1-fails.lua <<'LUA'
scenario{ name = "deadlocks",
  main = function()
    local a, b, wg = sync.mutex(), sync.mutex(), sync.waitgroup()
    wg:go(function() a:lock() b:lock() b:unlock() a:unlock() end)
    wg:go(function() b:lock() a:lock() a:unlock() b:unlock() end)
    wg:wait()
  end }
scenario{ name = "passes", main = function() end }
LUA
file all/2-unmet.lua <<'LUA'
scenario{ name = "never fulfilled", main = function()
  check.sometimes(false, "no")
end }
scenario{ name = "no such", main = function() end,
  expect = sometimes{ panic = "x" } }
LUA
file all/3-broken.lua <<'LUA'
scenario{ name = "cannot be compiled"
LUA
file all/4-half.lua <<'LUA'
scenario{ name = "one", main = function() end }
error("half way\nin two lines")
LUA
file all/5-plain.lua <<'LUA'
print("no test")
LUA
for n in 6 7 8 9; do
  file all/$n-long.lua <<'LUA'
scenario{ name = "many", explore = { strategy = "random", runs = 3000 },
  main = function()
    local ch, wg = chan(2), sync.waitgroup()
    for i = 1, 12 do wg:go(function() ch:send(i) ch:recv() end) end
    wg:wait()
  end }
LUA
done
file plain.lua <<'LUA'
print("a script")
LUA

gather() { # JOBS NAME
  seep test --jobs "$1" -v --json "$2.json" --junit "$2.xml" \
    --report "$2.md" all plain.lua
  cp "$out" "$2.tap"
  cp "$err" "$2.err"
  echo "$status" >"$2.status"
}
same() { # NAME
  local kind
  for kind in json xml md tap err status; do
    cmp -s "one.$kind" "$1.$kind" || complain "$1.$kind differs"
  done
}

gather 1 one
status_is 2
out_has 'not ok 1 - all/1-fails.lua: deadlocks' '1..10' \
  'lock cycle of 2' 'a check was never fulfilled'
err_has 'all/3-broken.lua:' 'plain.lua holds no scenario'
tap "files that fail in every way, in one process"

for jobs in 2 5 64; do
  gather $jobs "jobs$jobs"
  same "jobs$jobs"
  tap "...in $jobs: the same bytes, in all formats"
done

workers_of() { ps -o pid=,stat= --ppid "$1" | awk '$2 !~ /^Z/ { print $1 }'; }

# killing COMMAND... — behind it, such a test, whose processes are killed.
killing() {
  "$@" "$SEEP" test --jobs 2 -v --json killed.json --junit killed.xml \
    --report killed.md all plain.lua >killed.tap 2>killed.err &
  pid=$!
  kills=0
  for ((i = 0; i < 4; i++)); do
    sleep 0.05
    for worker in $(workers_of $pid | tail -1); do
      kill -KILL "$worker" 2>/dev/null && kills=$((kills + 1))
    done
  done
  wait $pid
  echo $? >killed.status
  complaints=()
  ((kills > 0)) || complain "it was over before a process could be killed"
  same killed
}

killing env
tap "what a killed process was at is done again"
killing env --ignore-signal=CHLD
tap "...also for a parent that has us not wait for children"

"$SEEP" test --jobs 2 all >parent.tap 2>&1 &
pid=$!
sleep 0.1
workers=$(workers_of $pid)
{ kill -KILL $pid && wait $pid; } 2>/dev/null
sleep 0.2
complaints=()
[[ -n $workers ]] || complain "there were no processes"
for worker in $workers; do
  ! ps -o stat= -p "$worker" | grep -qv '^Z' || complain "$worker lives on"
done
tap "they end with the one that started them"

tap_end

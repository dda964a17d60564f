#!/bin/bash
# Strategies by name: every one that help knows is documented and searches;
# what they find is shrunk, and replayed; free time; --runs.

. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

cd "$tmp" || exit 1

file lost.lua <<'LUA'
scenario{
  name = "an increment gets lost",
  main = function()
    local n, wg = shared(0, "n"), sync.waitgroup()
    for _ = 1, 2 do
      wg:go(function() n:set(n:get() + 1) end)
    end
    wg:wait()
    check.always(n:get() == 2, "lost")
  end,
  expect = sometimes{ assertion = "lost" },
}
LUA
file slow.lua <<'LUA'
scenario{
  name = "a slow answer",
  main = function()
    local answer, log = chan(1, "answer"), shared(0, "log")
    go("worker", function() log:set(1) log:set(2) answer:send("yes") end)
    local what = select{ recv(answer, "yes"), recv(time.after("1s"), "no") }
    check.always(what == "yes", "too late")
  end,
  explore = { time = "free" },
}
LUA

file late.lua <<'LUA'
local answer = chan(1, "answer")
go("worker", function() answer:send("in time") end)
print((select{ recv(answer, "in time"), recv(time.after("1s"), "late") }))
LUA

"$SEEP" help test >help.txt
mapfile -t names < <(sed -n '/^Strategies:/,/^$/s/^  \([a-z]*\) .*/\1/p' help.txt)
seep doc explore
status_is 0
((${#names[@]} >= 11)) || complain "help test lists ${#names[@]} strategies"
for name in "${names[@]}"; do
  grep -qw -- "$name" "$out" || complain "seep doc explore does not say $name"
done
tap "each strategy of help test is in the documentation"

for name in "${names[@]}" pct:10 delay:5; do
  seep test --strategy "$name" lost.lua
  if [[ $name == default ]]; then
    status_is 1
    out_has "no run did in 1"
  else
    status_is 0
    out_like '^ok 1 - lost.lua: an increment gets lost # [0-9]+ runs'
  fi
  err_empty
  cp "$out" first
  seep test --strategy "$name" lost.lua
  cmp -s "$out" first || complain "the second time it is another search"
  tap "--strategy $name searches, and the same way again"
done

for name in auto dfs dpor swarm; do
  seep run --strategy "$name" lost.lua
  status_is 2
  out_empty
  err_lines 1
  err_has "--strategy $name searches"
  tap "run has no use for $name"
done

for name in pct:0 pct:1001 pos:3 pct: :3 ''; do
  seep test --strategy "$name" lost.lua
  status_is 2
  out_empty
  err_lines 1
  err_has "\"$name\" is not a strategy"
  tap "no strategy: \"$name\""
done

seep test --strategy random --runs 7 --json all.json slow.lua
status_is 1
grep -q '"planned": 8,' all.json || complain "$(<all.json)"
grep -q '"first_finding": [2-8],' all.json || complain "$(<all.json)"
tap "--runs says how many"

for runs in 0 -1 many 1000000001; do
  seep test --runs "$runs" lost.lua
  status_is 2
  err_lines 1
  err_has --runs
  tap "--runs $runs is refused"
done

seep test slow.lua
status_is 1
out_has 'check.always: too late' '1 deviation' \
  '/f/main.1@1-clock'
schedule=$(sed -n 's/.*--schedule //p' "$out")
tap "with free time a timeout cuts in, in one move of the clock"

seep replay slow.lua --schedule "$schedule"
status_is 1
err_has 'too late' 'select: case 2' 'the timer fires'
tap "and that is replayed"

sed -i 's/time = "free"/time = "idle"/' slow.lua
seep test --free-time slow.lua
status_is 1
out_has '/f/main.1@1-clock'
tap "--free-time is for all scenarios"

for strategy in random pct surw; do
  for seed in {1..20}; do
    seep run --strategy "$strategy" --free-time --seed "$seed" late.lua
    grep -qx late "$out" && break
  done
  out_has late
  tap "run --free-time by $strategy: a timeout cuts in"
done
seep run --free-time late.lua
out_is "in time"
tap "the default schedule knows no free time"

seep test slow.lua
status_is 0
out_has 'all that differ'
tap "with idle time it is proven that it does not"

# ---- what is like something else is run once ----

file once.lua <<'LUA'
local function times(name, body)
  scenario{
    name = name,
    main = function()
      local wg, mu = sync.waitgroup(), sync.mutex()
      local ctx, cancel = context.with_cancel(context.background())
      for _ = 1, 4 do wg:go(body, mu, ctx) end
      cancel()
      wg:wait()
    end,
    explore = { strategy = "dpor", runs = 1000 },
  }
end

times("counted", function() end)
times("locked", function(mu) mu:lock() mu:unlock() end)
times("slept", function() time.sleep("1s") end)
times("timed out", function()
  local ctx = context.with_timeout(context.background(), "1s")
  ctx:done():recv()
end)
times("cancelled", function(_, ctx) ctx:done():recv() end)
times("asked", function(_, ctx) ctx:err() end)
LUA
seep test once.lua
status_is 0
out_has 'once.lua: counted # 1 run, all that differ' \
  'once.lua: locked # 24 runs, all that differ' \
  'once.lua: slept # 1 run, all that differ' \
  'once.lua: timed out # 1 run, all that differ' \
  'once.lua: cancelled # 1 run, all that differ' \
  'once.lua: asked # 16 runs, all that differ'
tap "counting, sleeping and waiting for an end take no schedules"

tap_end

#!/bin/bash
# chaos.sweep: one fault at every point in turn; the library of plans.

. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

root=$PWD
cd "$tmp" || exit 1

file twins.lua <<'LUA'
local function main(fixed)
  local ctx, cancel = context.with_cancel(context.background())
  defer(cancel)
  local jobs, out = chan(0, "jobs"), chan(0, "out")
  go("worker", function()
    for v in jobs:range() do
      if select{ recv(ctx:done(), "stop"), send(out, v) } == "stop" then
        return
      end
    end
  end)
  go("producer", function()
    defer(jobs, "close")
    for i = 1, 3 do
      if not fixed then
        jobs:send(i)
      elseif select{ recv(ctx:done(), "stop"), send(jobs, i) } == "stop" then
        return
      end
    end
  end)
  for _ = 1, 3 do select{ recv(ctx:done()), recv(out) } end
end
local function good() main(true) end
local function bad() main(false) end
scenario{ name = "good", main = good, chaos = chaos.sweep{ fault = "cancel" } }
scenario{ name = "bad", main = bad, chaos = chaos.sweep "cancel" }
scenario{ name = "known", main = bad, chaos = chaos.sweep "cancel",
  expect = sometimes{ leak = { count = 1, name = "producer" } } }
scenario{ name = "one place", main = bad,
  chaos = chaos.sweep{ fault = "panic", at = "chan.send", object = "jobs" } }
scenario{ name = "nowhere", main = bad,
  chaos = chaos.sweep{ fault = "panic", goroutine = "nobody" } }
LUA

seep test twins.lua
status_is 1
out_has 'ok 1 - twins.lua: good # 14 runs' '# sweep: breaks at 0 of 13 points'
tap "the good twin survives each point"

out_has 'not ok 2 - twins.lua: bad # 14 runs' '# sweep: breaks at 6 of 13 points' \
  '#   1, 6  cancel at select context.Background.WithCancel of main' \
  'leak: 1 goroutine leaked' 'fails with 1 of 1 fault and no preemption'
schedule=$(grep -o 'seep1/[^ ]*' "$out" | head -1)
tap "of the bad one the points are listed, and one is shrunk ($schedule)"

out_has 'ok 3 - twins.lua: known # 14 runs'
tap "all points are run, also when sometimes{} was met at the first"

out_has 'not ok 4 - twins.lua: one place # 4 runs' \
  'sweep: breaks at 3 of 3 points' \
  '#   1, 2, 3  panic at chan.send jobs of g3 "producer" (twins.lua:16)'
tap "selectors say what is a point"

out_has 'not ok 5 - twins.lua: nowhere # 1 run' \
  'vacuous: in 1 run no fault of the plan ever fired'
tap "a sweep without a point is vacuous"

seep replay twins.lua --schedule "$schedule"
status_is 1
err_has 'FAIL  leak: 1 goroutine leaked' 'fired at 1 of 1 point'
tap "a point replays"

sed -n '1,/^local function bad/p' twins.lua >bare.lua
echo 'scenario{ name = "bad", main = bad }' >>bare.lua
seep test --chaos cancel-everywhere bare.lua
status_is 1
out_has 'sweep: breaks at 6 of 13 points' '(chaos/plans/cancel-everywhere.lua:'
tap "a plan of the library, by its name"

seep test --chaos storm-of-nothing bare.lua
status_is 2
err_has 'storm-of-nothing: No such file or directory' \
  '(plans of the library: allocation-failure, cancel-everywhere,'
tap "no such plan"

seep test --json x.json --report x.md --filter known twins.lua
status_is 0
grep -q '"breaks": \[' x.json || complain "x.json has no table"
jq -e '.results[0].sweep.broken == 6' x.json >"$out" || complain "jq: $(<"$out")"
grep -q '^sweep: breaks at 6 of 13 points' x.md || complain "x.md has no table"
tap "the table is in the formats for programs, too"

# -- patterns, each in a good and a bad twin ---------------------------------------

for path in "$root"/scripts/sweep/*.lua; do
  name=$(basename "$path" .lua)
  seep test "$path"
  status_is 0
  out_has '# 6 passed, 0 failed'
  (($(grep -c '# sweep: breaks at 0 of' "$out") == 3)) ||
    complain "a good twin breaks"
  grep -q '# sweep: breaks at 0 of 0' "$out" && complain "a sweep of nothing"
  (($(grep -c '# sweep: breaks at [1-9]' "$out") == 3)) ||
    complain "a bad twin survives"
  tap "$name: good twins survive each point, of bad ones they are listed"

  sed 's/expect = sometimes(s\[2\])/expect = nil/' "$path" >"$name.lua"
  seep test "$name.lua"
  status_is 1
  out_has '# 3 passed, 3 failed'
  (($(grep -c 'fails with 1 of 1 fault' "$out") == 3)) ||
    complain "not shrunk to one fault"
  tap "$name: what breaks a bad twin is shrunk to its one fault"
done

seep test --jobs 2 twins.lua twins.lua
out_has '#   1, 6  cancel at select context.Background.WithCancel of main'
tap "several processes tell the same"

# -- all of the library -----------------------------------------------------------

file world.lua <<'LUA'
local l = net.listen("shop:80")
local db = pool.new{ max = 2, name = "db", open = function() return {} end }
local mu, jobs = sync.mutex("mu"), chan(1, "jobs")
local root, cancel = context.with_cancel(context.background())
local srv = http.server{ handler = function(_, r)
  local c, err = db:get(r.ctx)
  if not c then return 503, tostring(err) end
  defer(db, "put", c)
  return "sold"
end }
go("server", function() srv:serve(l) end)
go("consumer", function()
  while select{ recv(root:done(), "stop"), recv(jobs) } ~= "stop" do end
end)
local ticker = time.new_ticker("100ms")
local client = http.client{ timeout = "5s" }
for i = 1, 20 do
  select{ recv(ticker.c), recv(time.after("1s")) }
  client:get(root, "http://shop/")
  mu:lock()
  mu:unlock()
  select{ send(jobs, i), recv(root:done()) }
end
ticker:stop()
cancel()
LUA
for plan in "$root"/chaos/plans/*.lua; do
  name=$(basename "$plan" .lua)
  seep run --chaos "$name" world.lua
  status_is 0 1 3
  grep -q ': fired at [1-9]' "$err" || complain "$name never fired"
  grep -q "(chaos/plans/$name.lua:" "$err" || complain "$name is not told"
  grep -q "^. .$name. " "$root/docs/chaos.md" || complain "no $name in docs"
done
tap "each plan of the library has something to do in a small service"

echo 'scenario{ name = "storm", main = function() chan(1):send(1) end,
  chaos = chaos.plan "storm" }' >storm.lua
seep test storm.lua
status_is 0
out_has 'ok 1 - storm.lua: storm'
tap "and from scripts"

tap_end

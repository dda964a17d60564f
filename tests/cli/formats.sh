#!/bin/bash
# `seep test` as TAP, JUnit and JSON; schedules read from all of these.

. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

cp "$here"/commands/*.lua "$tmp"
cd "$tmp" || exit 1
escape=$'\033'

# -- test: TAP --------------------------------------------------------------

file mixed.lua <<'LUA'
scenario{ name = "alpha", main = function() end }
scenario{
  name = "beta",
  main = function()
    print("ok 99 - forged\n1..1\nBail out!")
    go(function() chan():recv() end)
  end,
}
scenario{
  name = "gamma",
  main = function() panic("told you") end,
  expect = always{ panic = "told" },
}
scenario{
  name = "delta # SKIP <&\"'> \\ 100%",
  main = function() end,
}
scenario{
  name = "epsilon\nok 100 - forged\27[31m",
  main = function() end,
}
LUA
seep test mixed.lua
status_is 1
out_is_tap
out_plain
err_plain
out_like '^1\.\.5( |$)' '^ok 1 .*alpha' '^not ok 2 .*beta' '^ok 3 .*gamma' \
  '^ok 4 .*delta' '^ok 5 .*epsilon' '^# .*(leak|chan receive)'
grep -aE '^ok 4 ' "$out" | grep -qaE '[^\\]# *SKIP' &&
  complain "a name became a directive"
tap "test: TAP with numbers, a plan and diagnostics, whatever is printed"

file good.lua <<'LUA'
scenario{ name = "one", main = function() end }
scenario{ name = "two", main = function() end }
LUA
seep test good.lua
status_is 0
out_is_tap
out_lacks "not ok"
tap "test: status 0 when every expectation is met"

file limit.lua <<'LUA'
scenario{
  name = "too long",
  main = function() time.sleep("2s") end,
  timeout = "1s",
}
LUA
seep test limit.lua
status_is 1 3
out_is_tap
out_like '^not ok 1 .*too long'
tap "test: a limit nobody expected is a failure"

# What happened before the steps were used up is true; what did not, unknown.
file cut.lua <<'LUA'
local function main()
  local x = shared(0, "x")
  go(function() x:set(1) end)
  x:set(2)
  local ping, pong = chan(), chan()
  go(function() for v in ping:range() do pong:send(v) end end)
  while true do
    ping:send(1)
    pong:recv()
  end
end
local function of(name, expect)
  scenario{ name = name, main = main, explore = { runs = 2 }, expect = expect }
end
of("limit", always{ limit = true })
of("no limit", never{ limit = true })
of("race", sometimes{ race = true })
of("no pass", never{ pass = true })
of("always a race", always{ race = true })
of("no race", never{ race = true })
of("clean", nil)
LUA
seep test --max-steps 1500 cut.lua
status_is 1
out_is_tap
for n in 1 2 3 4 5; do
  out_like "^not ok $n "
done
out_like '^not ok 6 .*no race'
out_like '^not ok 7 .*clean'
out_like '^# cut.lua:.*: never race, but run [0-9]+ .* ended in race'
out_like '^# cut.lua:.*: pass, but run [0-9]+ .* ended in race'
(($(grep -c '^# cut.lua.*inconclusive' "$out") == 5)) ||
  complain "five scenarios must be inconclusive"
tap "test: a run cut by the step limit meets no expectation"

# What is found outweighs the limit, which stays as a further finding.
file raced.lua <<'LUA'
local x, n = shared(0, "x"), 0
go(function() x:set(1) end)
x:set(2)
while true do time.sleep("1s") end
LUA
seep run --timeout 1m raced.lua
status_is 1
err_has 'FAIL  race: two writes on "x" are not ordered'
err_has "the run was cut: the run's virtual time is used up (--timeout)"
tap "run: a race outweighs the limit that ended the run"

file storm_cut.lua <<'LUA'
for _ = 1, 6000 do
  go(function() chan():recv() end)
end
while true do time.sleep("1s") end
LUA
seep run --timeout 1h --leak-checks none storm_cut.lua
status_is 1
err_has "FAIL  storm: "
err_has "the run was cut: the run's virtual time is used up (--timeout)"
tap "run: so does a storm"

file both.lua <<'LUA'
scenario{
  name = "both",
  timeout = "1m",
  main = function()
    local x = shared(0, "x")
    go(function() x:set(1) end)
    x:set(2)
    while true do time.sleep("1s") end
  end,
  expect = {
    always{ race = { name = "x" }, limit = "virtual time" },
    never{ pass = true },
  },
}
LUA
seep test both.lua
status_is 0
tap "test: a race and the limit are both findings"

file hog.lua <<'LUA'
scenario{
  name = "hog",
  main = function()
    local t = {}
    while true do t[#t + 1] = string.rep("x", 1e5) .. #t end
  end,
  explore = { runs = 2 },
  expect = always{ limit = "out of memory" },
}
LUA
seep test --mem 64M hog.lua
status_is 0
tap "test: the limit of memory holds in scenarios"

file unmet.lua <<'LUA'
scenario{
  name = "never panics",
  main = function() end,
  expect = sometimes{ panic = true },
}
scenario{
  name = "another panic",
  main = function() panic("this") end,
  expect = always{ panic = "that" },
}
scenario{
  name = "leaks two",
  main = function()
    for _ = 1, 2 do
      go(function() chan():recv() end)
    end
  end,
  expect = always{ leak = { count = 3 } },
}
scenario{
  name = "waits otherwise",
  main = function() go(function() chan():recv() end) end,
  expect = always{ leak = { wait = "chan send" } },
}
scenario{
  name = "passes after all",
  main = function() end,
  expect = never{ pass = true },
}
scenario{
  name = "one of two fails",
  main = function() panic("this") end,
  expect = { always{ panic = "this" }, never{ panic = true } },
}
scenario{
  name = "never sometimes",
  main = function() check.sometimes(false, "never true") end,
}
scenario{
  name = "not the whole list",
  main = function() go(function() chan():recv() end) end,
  expect = always{ leak = { { wait = "chan receive" }, { wait = "sleep" } } },
}
LUA
seep test unmet.lua
status_is 1
out_is_tap
out_like '^1\.\.8( |$)'
(($(grep -c '^not ok ' "$out") == 8)) || complain "not all of them failed"
tap "test: every kind of unmet expectation fails"

mkdir -p suite
cp good.lua suite/good.lua
cp limit.lua suite/limit.lua
seep test suite
status_is 1 3
out_is_tap
out_like '^1\.\.3( |$)' '^ok [0-9]+ .*one' '^not ok [0-9]+ .*too long'
tap "test: a folder is one stream of TAP"

seep test good.lua mixed.lua
status_is 1
out_is_tap
out_like '^1\.\.7( |$)'
tap "test: several files are one stream of TAP"

file pair.lua <<'LUA'
scenario.pair{
  name = "reply",
  main = function(fixed)
    local ch = chan(fixed and 1 or 0)
    go(function() ch:send(1) end)
  end,
  expect = always{ leak = { count = 1 } },
}
LUA
seep test pair.lua
status_is 0
out_like '^1\.\.2( |$)' '^ok [0-9]+ .*reply fixed'
tap "test: a pair is two scenarios"

seep test --filter alpha mixed.lua
status_is 0
out_is_tap
out_like '^1\.\.1( |$)' '^ok 1 .*alpha'
tap "test --filter: only those whose names match"

seep test --filter nosuch mixed.lua
status_is 1 2
err_has nosuch
tap "test --filter that matches nothing is not a success"

seep test --color always mixed.lua
sed -i "s/$escape\[[0-9;]*m//g" "$out"
out_is_tap
out_plain
tap "test --color always: colours, and under them the same TAP"

# -- test: JUnit and JSON ---------------------------------------------------

seep test --junit junit.xml mixed.lua
status_is 1
out_is_tap
if command -v xmllint >/dev/null; then
  # count XPATH N
  count() {
    local n
    n=$(xmllint --xpath "count($1)" junit.xml 2>/dev/null)
    [[ $n == "$2" ]] || complain "count($1) is $n, want $2"
  }
  xmllint --noout junit.xml 2>"$tmp/xml" ||
    complain "not well-formed: $(head -n 3 "$tmp/xml")"
  count "//testcase" 5
  count "//testcase[failure]" 1
  count "//testcase[contains(@name,'alpha')]" 1
  count "//testcase[contains(@name,'beta')][failure]" 1
  count "//testcase[contains(@name,'<&')]" 1
  count "//testsuite[@tests='5']" 1
  count "//testsuite[@failures='1']" 1
fi
tap "test --junit: well-formed, every scenario by name, failures counted"

seep test --json results.json mixed.lua
status_is 1
out_is_tap
if command -v jq >/dev/null; then
  jq -e . results.json >/dev/null || complain "not JSON"
  for name in alpha beta gamma "delta # SKIP <&\"'> \\ 100%"; do
    jq -e --arg name "$name" '[.. | strings] | any(. == $name)' \
      results.json >/dev/null || complain "no scenario named $name"
  done
fi
tap "test --json: JSON with every scenario by name"

seep test --junit both.xml --json both.json good.lua
status_is 0
[[ -s both.xml && -s both.json ]] || complain "one of them is missing"
tap "test: both at once"

for option in junit json; do
  seep test "--$option" nosuch/results good.lua
  status_is 1 2
  err_has "nosuch/results"
  tap "test --$option into a folder that is not there: a message"
done

# ---- a schedule from a report ----

file turn.lua <<'LUA'
scenario{
  name = "one of two",
  main = function()
    local c = chan()
    go(function() c:send(1) end)
    go(function() c:send(2) end)
    check.always(c:recv() == 2, "the first")
    c:recv()
  end,
}
LUA
seep test turn.lua --junit turn.xml --json turn.json --report turn.md
status_is 1
out_has "# replay: seep replay turn.lua --schedule seep1/"
cp "$out" turn.tap
tap "test: tells how to see the run again"
for command in test explore run; do
  script=turn.lua
  [[ $command != run ]] || script=plain_leak.lua
  seep "$command" "$script" --report x.json --report both.json --report x.md
  grep -q '^[[{]' both.json || complain "both.json is not JSON"
  grep -q '^|' x.md || complain "x.md is not Markdown"
  [[ ! -e x.json ]] || complain "x.json was written, too"
  rm -f both.json x.md
  tap "$command: a report of each form"
done
for report in turn.tap turn.xml turn.json turn.md; do
  seep replay turn.lua --schedule "$report"
  status_is 1
  err_has "assertion: check.always: the first"
  err_lacks "not as it was" "several"
  tap "replay: the schedule of ${report#turn.} report"
done
seep replay turn.lua --schedule turn.lua
status_is 2
err_has "no schedule"
tap "replay: a file that holds no schedule"
seep replay plain_leak.lua --schedule seep1/00000000/s0/p1/n7/q/-
status_is 2
err_has "the schedule is of scenario 7, plain_leak.lua has 0"
tap "replay: a scenario that is not there"

tap_end

#!/bin/bash
# The commands and their options as a person and a program meet them: what
# goes to which stream, exit statuses, TAP, JUnit, JSON, reports, colours.

. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

cd "$tmp" || exit 1
escape=$'\033'

file hello.lua <<'LUA'
print("hello", 1, nil, true)
LUA
file leak.lua <<'LUA'
print("before the leak")
local ch = chan(0, "replies")
for i = 1, 3 do
  go("worker", function()
    ch:send(i)
  end)
end
LUA
file leak-one.lua <<'LUA'
go(function() chan():recv() end)
LUA
file deadlock.lua <<'LUA'
chan():recv()
LUA
file progress.lua <<'LUA'
local ping, pong = chan(), chan()
go(function()
  for v in ping:range() do pong:send(v + 1) end
end)
local v = 0
while true do
  ping:send(v)
  v = pong:recv()
end
LUA

# -- version, help, doc -----------------------------------------------------

seep version
status_is 0
out_like '^seep [0-9]+\.[0-9]+'
err_empty
out_plain
tap "version says its name and number"

seep help
status_is 0
out_like '\brun\b' '\btest\b' '\bdoc\b' '\bversion\b' '\bhelp\b'
err_empty
out_plain
tap "help names every command"

seep help run
status_is 0
out_has --seed --procs --max-steps --mem --drain --report --color -q
out_like 'run ' 'default' '\b3\b'
err_empty
tap "help run explains its options, defaults and exit statuses"

seep help test
status_is 0
out_has --filter --junit --json
err_empty
tap "help test explains its options"

for command in doc version help; do
  seep help "$command"
  status_is 0
  out_has "$command"
  err_empty
  tap "help $command"
done

seep help nosuch
status_is 2
out_empty
err_lines 1
err_has nosuch
tap "help nosuch: status 2"

seep doc
status_is 0
out_has chan select defer time context
err_empty
tap "doc lists its topics"

seep doc chan
status_is 0
out_has send recv close range cap
err_empty
out_plain
tap "doc chan explains channels"

for topic in go chan nilchan select recv send func defer panic recover \
  shared map print require time runtime context errors sync scenario check \
  always sometimes never any expect explore storm time.sleep time.new_timer time.legacy \
  runtime.gosched context.with_cancel errors.new sync.mutex sync.atomic atomic:cas sync.map \
  syncmap:range sync.pool syncpool:get sync.once_func sync.once_value \
  errgroup errgroup.new errgroup:go semaphore semaphore:acquire \
  singleflight singleflight:call \
  chaos fault chaos.inject fault:remove fault:wait fault:release fault:held \
  fault:hits fault:points chaos.sweep chaos.plan chaos.active chaos.log \
  chaos.faults \
  check.always; do
  seep doc "$topic"
  status_is 0
  [[ -s $out ]] || complain "stdout is empty"
  err_empty
  tap "doc $topic"
done

seep doc nosuch
status_is 2
out_empty
err_lines 1
err_has nosuch
tap "doc nosuch: status 2"

# -- run: streams and statuses ----------------------------------------------

seep run hello.lua
status_is 0
out_is $'hello\t1\tnil\ttrue'
err_plain
tap "run: what the script prints goes to stdout, nothing else does"

seep run -q hello.lua
status_is 0
out_is $'hello\t1\tnil\ttrue'
err_empty
tap "run -q: silent about a pass"

seep run leak.lua
status_is 1
out_is "before the leak"
err_like leak '\b3\b' 'chan send'
err_has leak.lua:4 leak.lua:5 worker replies
err_plain
tap "run: a leak is reported on stderr: how many, why, where, created where"
lines=$(wc -l <"$err")

seep run -q leak.lua
status_is 1
out_is "before the leak"
(($(wc -l <"$err") <= lines)) || complain "-q says more"
tap "run -q: the status remains, and no more is said"

seep run -v leak.lua
status_is 1
out_is "before the leak"
tap "run -v: the status remains"

seep run deadlock.lua
status_is 1
err_has "all goroutines are asleep - deadlock!" "chan receive" deadlock.lua:1
tap "run: a deadlock in Go's words"

seep run --max-steps 20000 progress.lua
status_is 3
err_like limit step
tap "run: the step limit gives status 3"

file handler.lua <<'LUA'
local srv = http.server{ handler = function(w, r)
  panic("boom" .. r.path)
end }
go(function() srv:listen_and_serve() end)
runtime.gosched()
for i = 1, 12 do
  print(http.client():get(nil, "http://localhost/" .. i))
end
srv:shutdown()
LUA
seep run handler.lua
status_is 0
err_has "http: panic serving 127.0.0.1:49152: boom/1 (handler.lua:2)" boom/10 \
  "2 more of these"
err_lacks boom/11
err_plain
tap "run: the report says of a handler's panic what Go's error log does"

file memory.lua <<'LUA'
local t = {}
for i = 1, math.huge do t[i] = { i } end
LUA
seep run --mem 16M memory.lua
status_is 3
err_like memory
tap "run --mem: the memory limit gives status 3"

for size in 64M 65536K 1G 67108864; do
  seep run --mem "$size" -q hello.lua
  status_is 0
  tap "run --mem $size"
done

for code in 0 1 3 7 42; do
  echo "print('out') runtime.exit($code) print('went on')" >exit.lua
  seep run -q exit.lua
  status_is "$code"
  out_is out
  tap "run: runtime.exit($code) is the exit status"
done

file exit.lua <<'LUA'
defer(function() print("deferred") end)
go(function() chan():recv() end)
go(function()
  runtime.exit(7)
end)
chan():recv()
LUA
seep run exit.lua
status_is 7
out_empty
tap "run: exit in a goroutine: no drain, nothing deferred"

printf '#!/usr/bin/env -S seep run\nprint("hello")\n' >shebang.lua
printf 'print("hello")\r\nlocal x = 1\r\n' >crlf.lua
printf '\357\273\277print("hello")\n' >bom.lua
printf 'print("hello")' >noend.lua
printf -- '-- gr\303\274n \360\237\220\237\nprint("hello")\n' >utf8.lua
mkdir -p "with space"
cp noend.lua "with space/a file.lua"
for name in shebang.lua crlf.lua bom.lua noend.lua utf8.lua \
  "with space/a file.lua" "./noend.lua" "$tmp/noend.lua"; do
  seep run -q "$name"
  status_is 0
  out_is hello
  tap "run: reads ${name/#$tmp/an absolute path to}"
done

mkdir -p project/lib other
echo 'return { name = "beside the script" }' >project/lib/mod.lua
echo 'print(require("lib.mod").name)' >project/main.lua
for from in . project other; do
  seep_from=$(realpath --relative-to="$from" project/main.lua)
  observe env -C "$from" "$SEEP" run -q "$seep_from"
  status_is 0
  out_is "beside the script"
  tap "run: require finds modules beside the script, called from $from"
done

# -- run: options -----------------------------------------------------------

file close.lua <<'LUA'
local ch = chan(1, "jobs")
go(function() ch:send(1) end)
runtime.gosched()
ch:close()
LUA
for quiet in "" -q; do
  # shellcheck disable=SC2086 # no option is none
  seep run $quiet close.lua
  status_is 1
  err_has 'race: send and close on "jobs" are not ordered'
  tap "run $quiet: finds a race on a channel"
done

seep run --no-races close.lua
status_is 0
tap "run --no-races: does not look for races"

file race.lua <<'LUA'
scenario{
  name = "a race",
  expect = always{ race = true },
  main = function()
    local x = shared(0)
    go(function() x:set(1) end)
    x:set(2)
  end,
}
LUA
seep test race.lua
status_is 0
tap "test finds a race"
seep test --no-races race.lua
status_is 1
tap "test --no-races: does not look for races"

file arguments.lua <<'LUA'
print(#arg, arg[1], arg[2], arg[3])
LUA
seep run -q arguments.lua -- a "b c"
status_is 0
out_is $'2\ta\tb c\tnil'
tap "run: arguments behind -- are in arg"

seep run -q arguments.lua -- --seed x -q
status_is 0
out_is $'3\t--seed\tx\t-q'
tap "run: what stands behind -- is no option"

seep run -q arguments.lua
status_is 0
out_is $'0\tnil\tnil\tnil'
tap "run: without arguments arg is empty"

file random.lua <<'LUA'
print(math.random(1000000000), math.random(1000000000))
LUA
seep run -q --seed 1 random.lua
first=$(<"$out")
seep run -q random.lua --seed=1
status_is 0
out_is "$first"
tap "run: one seed, one result; options may follow the file"

seep run -q --seed 2 random.lua
status_is 0
[[ $(<"$out") != "$first" ]] || complain "the same numbers"
tap "run: another seed, another result"

seep run -q random.lua
first=$(<"$out")
seep run -q random.lua
out_is "$first"
tap "run: without a seed it is the same every time"

seep run -q --procs 3 random.lua
status_is 0
out_is "$first"
tap "run: --procs does not disturb the script's random numbers"

echo 'print(runtime.gomaxprocs())' >procs.lua
seep run -q --procs 3 procs.lua
status_is 0
out_is 3
tap "run: --procs sets the number of Ps"

seep run --drain 0s leak.lua
status_is 0
tap "run: --drain 0s ends with main, as Go does"

file sleeper.lua <<'LUA'
go(function() time.sleep("1h") end)
LUA
seep run sleeper.lua
status_is 1
err_like 'leak' 'sleep'
tap "run: who sleeps beyond the drain is a leak"

seep run --drain 2h sleeper.lua
status_is 0
tap "run: --drain 2h lets him finish"

# -- colours ----------------------------------------------------------------

seep run leak.lua
err_lacks "$escape"
tap "colour: none when piped"

seep run --color auto leak.lua
err_lacks "$escape"
tap "colour: auto gives none when piped"

seep run --color never leak.lua
err_lacks "$escape"
tap "colour: never gives none"

seep run --color always leak.lua
status_is 1
err_has "${escape}["
out_lacks "$escape"
tap "colour: always gives some on stderr, none in what the script prints"

# on_terminal ENV... — the leak report as a terminal gets it.
on_terminal() {
  observe env -u NO_COLOR "$@" script -qec \
    "'$SEEP' run --color auto leak.lua" /dev/null
}
if command -v script >/dev/null; then
  on_terminal TERM=xterm-256color
  out_has "${escape}["
  tap "colour: auto gives some on a terminal"
  on_terminal TERM=xterm-256color NO_COLOR=1
  out_lacks "${escape}["
  tap "colour: NO_COLOR is honoured on a terminal"
  on_terminal TERM=xterm-256color NO_COLOR=
  out_has "${escape}["
  tap "colour: an empty NO_COLOR is none"
  on_terminal TERM=dumb
  out_lacks "${escape}["
  tap "colour: none on a dumb terminal"
else
  tap_skip "colour on a terminal" "script(1) is not there"
fi

# -- the picture and the text below it --------------------------------------

file nothing.lua <<'LUA'
local function parse(t)
  return t.x.y
end
local function load()
  local v = parse({})
  return v
end
go("loader", function()
  local v = load()
  print(v)
end)
time.sleep("1ms")
LUA
seep run nothing.lua
status_is 1
err_has "nothing.lua:2: in function 'parse'"
err_has "nothing.lua:5: in function 'load'"
tap "the stack of a runtime error begins where it happened"

file family.lua <<'LUA'
go("parent", function()
  go(function()
    panic("boom")
  end)
  chan():recv()
end)
chan():recv()
LUA
seep run family.lua
status_is 1
err_has 'created by g2 "parent" at family.lua:2'
tap "a panic says who started its goroutine, and where"

seep run --report family.json family.lua
if command -v jq >/dev/null; then
  jq -e '.creator.name == "parent" and .created.line == 2' family.json \
    >/dev/null || complain "no creator in the JSON"
fi
tap "so does its JSON"

file deep.lua <<'LUA'
local function down(n)
  if n == 0 then error("bottom") end
  return 1 + down(n - 1)
end
down(60)
LUA
seep run deep.lua
status_is 1
err_like "deep.lua:3: in function 'down'  \([0-9]+ times\)"
err_has deep.lua:5
(($(wc -l <"$err") < 15)) || complain "the stack is not folded"
tap "recursion in a stack is told once"

file silent.lua <<'LUA'
local l = net.listen("web:80")
go("server", function()
  l:accept():read()
end)
net.dial("web:80")
time.sleep("1s")
LUA
seep run silent.lua
status_is 1
err_has "main was at the other end" "(silent.lua:5)" \
  'made silent.lua:5'
tap "who dialled and sent nothing is named as the other end"

file message.lua <<'LUA'
local ch = chan(0, "jobs")
go("worker", function() ch:recv() ch:recv() end)
runtime.gosched()
ch:send(1)
LUA
seep run --ascii message.lua
status_is 1
err_like 'go worker -+>\.' 'send jobs -+>' 'hands over to worker' \
  'recv jobs \.\. .*no sender (yet|comes)'
! LC_ALL=C grep -q '[^ -~]' "$err" || complain "not ASCII"
tap "the picture has an arrow for a start and a message, and says why"

seep run --linear message.lua
err_like '^step .* main: go worker ' '^step .* main: send jobs -> worker '
tap "so do the lines of --linear"

file long.lua <<'LUA'
local ch = chan(0, "ping")
go("echo", function() for _ in ch:range() do end end)
for i = 1, 50000 do ch:send(i) end
LUA
seep run long.lua
status_is 1
err_like 'of 100,00[0-9] steps; -v for more' 'many more like these' \
  'the rest of the 100,00[0-9] steps was not kept'
(($(wc -l <"$err") < 60)) || complain "$(wc -l <"$err") lines"
tap "a long run is short to read and says how long it was"

seep run -v --report long.json long.lua
status_is 1
err_like 'of 100,00[0-9] steps\)' 'a .json report has them all'
(($(wc -l <"$err") < 600)) || complain "$(wc -l <"$err") lines"
if command -v jq >/dev/null; then
  jq -e '(.rows | length) > 10000 and .rows_cut and .operations > 100000' \
    long.json >/dev/null || complain "the JSON has not all rows"
fi
tap "run -v shows more of it, and says where all is"

file names.lua <<'LUA'
local hub = chan(0, "hub")
for i = 1, 30 do
  go("worker-" .. i, function() hub:recv() end)
end
for i = 1, 10 do hub:send(i) end
LUA
seep run --ascii names.lua
status_is 1
err_like '^20 goroutines  g11 "worker-10" g12 "worker-11" .* \.\.\.  \[chan rec'
(($(grep -c '^  cause ' "$err") == 1)) || complain "not one block"
(($(grep -c ' go worker-' "$err") < 8)) || complain "every start is shown"
tap "goroutines that only their names keep apart are one block"

seep run --report names.md names.lua
(($(grep -c '^### .* goroutines* ' names.md) == 1)) || complain "not one block"
seep run --report names.json names.lua
if command -v jq >/dev/null; then
  jq -e '.stuck | length == 20' names.json >/dev/null ||
    complain "JSON has them not one by one"
fi
tap "in Markdown too; JSON has them one by one"

file crowd.lua <<'LUA'
local hub = chan(0, "hub")
for i = 1, 50000 do
  go("worker-" .. i, function() hub:recv() end)
end
LUA
seep run crowd.lua
status_is 1
err_has "50000 receivers waiting"
tap "the report of a crowd with a name each comes in time"

file wide.lua <<'LUA'
local gate, wg = chan(0, "the gate"), sync.waitgroup("all of them")
for _, name in ipairs{ "first", "second", "third", "fourth", "fifth" } do
  wg:add(1)
  go(name, function() defer(wg, "done") gate:recv() end)
end
time.sleep("1ms")
gate:close()
wg:wait()
chan():recv()
LUA
if command -v script >/dev/null; then
  for width in 60 80 100 120 200; do
    observe script -qec "stty cols $width; \
      '$SEEP' run --ascii --color never wide.lua" /dev/null
    widest=$(tr -d '\r' <"$out" | awk '
      /^ *step /, /^$/ { if (length > n) n = length }
      END { print n + 0 }')
    ((widest > 40 && widest <= width)) || complain "$widest columns"
    tap "on a terminal of $width columns no line of the picture is longer"
  done
else
  tap_skip "the picture on a terminal" "script(1) is not there"
fi

# -- reports ----------------------------------------------------------------

seep run --report report.json leak.lua
status_is 1
if command -v jq >/dev/null; then
  jq -e . report.json >/dev/null || complain "not JSON"
  jq -e '[.. | strings] | any(test("leak"))' report.json >/dev/null ||
    complain "no verdict"
  jq -e '[.. | strings] | any(test("chan send"))' report.json >/dev/null ||
    complain "no wait reason"
  jq -e '[.. | strings] | any(test("worker"))' report.json >/dev/null ||
    complain "no name of a goroutine"
  jq -e '[.. | strings, numbers | tostring] | any(test("leak.lua|^5$"))' \
    report.json >/dev/null || complain "no line"
fi
err_like leak
tap "--report FILE.json: JSON, and the report on stderr too"

seep run --report report.md leak.lua
status_is 1
for word in leak "chan send" worker leak.lua:5; do
  grep -qF "$word" report.md || complain "report.md lacks $word"
done
no_escapes report.md report.md
tap "--report FILE.md: text"

seep run -q --report pass.json hello.lua
status_is 0
! command -v jq >/dev/null || jq -e . pass.json >/dev/null ||
  complain "not JSON"
tap "--report of a pass"

seep run --color always --report colour.md leak.lua
no_escapes colour.md colour.md
tap "--report has no colours"

echo old >report.json
seep run -q --report report.json hello.lua
status_is 0
! grep -q old report.json || complain "the old report is still there"
tap "--report replaces an old report"

# A report that cannot be written: a message, status 1 or 2, nothing halfway.
unwritable() {
  local name=$1 path=$2 script
  for script in hello.lua leak.lua; do
    seep run --report "$path" "$script"
    status_is 1 2
    err_has "$(basename "$path")"
    [[ ! -f $path ]] || complain "something is there: $path"
    tap "--report $name ($script): a message and status 1 or 2"
  done
}
mkdir folder.json
unwritable "into a folder that is not there" nosuch/report.json
unwritable "onto a folder" folder.json
unwritable "below a file" hello.lua/report.md
[[ -z $(ls -A folder.json) ]] || complain "something was left in the folder"
tap "--report onto a folder leaves nothing in it"

if [[ -c /dev/full ]]; then
  ln -s /dev/full full.json
  seep run --report full.json leak.lua
  status_is 1 2
  # Either the device was written to, which must be said, or a file took the
  # place of the link, which must be whole.
  if [[ -L full.json ]]; then
    err_has full.json
  elif command -v jq >/dev/null; then
    jq -e . full.json >/dev/null || complain "half a report"
  fi
  tap "--report onto a full device"
fi

# shellcheck disable=SC2016 # for the inner shell
observe bash -c '( trap "" XFSZ; ulimit -f 0; exec "$@" ) 2>&1 | cat
  exit "${PIPESTATUS[0]}"' - "$SEEP" run --report small.json leak.lua
status_is 1 2
out_has small.json
if [[ -s small.json ]]; then
  complain "a part of the report: $(wc -c <small.json) bytes"
fi
leftover=$(find . -name '*small.json*' -size +0)
[[ -z $leftover ]] || complain "left over: $leftover"
tap "--report where no file may grow: nothing half-written"

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

# ---- what people get wrong at first ----

seep run --sed 3 leak.lua
status_is 2
err_lines 1
err_has "there is no option --sed; did you mean --seed?"
tap "run: an option that is almost one"

seep exlpore leak.lua
status_is 2
err_has "did you mean explore?"
seep foo
status_is 2
err_lacks "did you mean"
tap "a command that is almost one; one that is not"

file plain_leak.lua <<'LUA'
go(function() chan():recv() end)
LUA
seep test plain_leak.lua
status_is 2
err_lines 1
err_has "plain_leak.lua holds no scenario; run it with: seep run plain_leak.lua"
tap "test: a plain script that does not pass is a plain script"

file early.lua <<'LUA'
local x = nil + 1
scenario{ name = "never declared", main = function() end }
LUA
seep test early.lua
status_is 1
out_has "the file itself, not yet a scenario, ended in panic: early.lua:1:"
tap "test: a file that fails before its first scenario"

# shellcheck disable=SC2016
observe bash -c 'echo "print(1 + 1)" | "$1" run -' - "$SEEP"
status_is 0
out_is 2
tap "run -: the script is on standard input"

# shellcheck disable=SC2016
observe bash -c 'echo "scenario{ name = \"a\", main = print }" |
  "$1" test -' - "$SEEP"
status_is 0
out_is_tap
tap "test -: scenarios on standard input"

for wrong in 'io.write("x"):--allow io' 'os.getenv("X"):--allow os' \
  'require "ffi":--allow ffi'; do
  echo "${wrong%:--*}" >denied.lua
  seep run denied.lua
  status_is 1
  err_has "fix" "--${wrong##*:--}"
  tap "run: ${wrong%:--*} says what allows it"
done

# ---- what a report says ----

file alive.lua <<'LUA'
go("loop", function()
  while true do select{ recv(chan()), recv(time.after("1s")) } end
end)
go("later", function() select{ recv(chan()), recv(time.after("1h")) } end)
go("stuck", function() select{ recv(chan()), recv(chan()) } end)
LUA
seep run alive.lua
status_is 1
err_has 'g2 "loop"  [select]  still running' \
  'g3 "later"  [select]  for 10m0s  still running' 'g4 "stuck"  [select]  for'
tap "run: who waits for a timer beyond the end is still running"

file framed.lua <<'LUA'
func(function()
  local t = nil
  return t.x
end)()
LUA
seep run framed.lua
status_is 1
err_has "framed.lua:3: in function <framed.lua:1>"
tap "run: a stack has no name that only the library gave"

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

file too_much.lua <<'LUA'
local s = semaphore.new(1)
go("big", function()
  s:acquire(context.background(), 5)
end)
LUA
seep run too_much.lua
status_is 1
err_has "note" "semaphore:acquire wants 5 of a semaphore of 1" too_much.lua:3
tap "run: a semaphore that can never give what is asked for"

# -- what a script asks for is loaded before its runs ------------------------

# steps USE — those of a script with such a line, and some computing.
steps() {
  printf 'local x = %s\nfor i = 1, 100000 do end\n' "$1" >part.lua
  seep run part.lua
  sed -n 's/.*PASS   (\([0-9,]*\) steps.*/\1/p' "$err" | tr -d ,
}
without=$(steps 1)
for use in 'errgroup.new(context.background())' 'semaphore.new(1)' \
  'singleflight.new()' 'sync.pool{ new = function() return 1 end }' \
  'pool.new{ max = 1, open = os.time }' 'net.listen' 'http.client()' \
  'resource' 'map({})' 'chaos.log()'; do
  with=$(steps "$use")
  complaints=()
  ((without > 3000 && with < without + 50)) ||
    complain "$with steps, and $without without it"
  tap "run: ${use%%[({]*} costs a run no loading"
done

tap_end

#!/bin/bash
# The commands and their options as a person and a program meet them: what
# goes to which stream, exit statuses, colours, what is mistyped.

. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

cp "$here"/commands/*.lua "$tmp"
cd "$tmp" || exit 1
escape=$'\033'

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
  always sometimes never any expect explore storm drain \
  procs timeout livelock time.sleep time.new_timer time.legacy \
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

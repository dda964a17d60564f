#!/bin/bash
# What cannot be read or was not asked for rightly: exit status 2 and exactly
# one clear line on stderr, which names the option, the command or the file,
# and for a syntax error its line. A script that fails: exit status 1, the
# line, and a Lua traceback without frames that are not the script's.

. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

cd "$tmp" || exit 1

# refused NAME WORDS ARGS... — the program is called with ARGS and says every
# one of WORDS (a space-separated list).
refused() {
  local name=$1 words=$2 word
  shift 2
  seep "$@"
  status_is 2
  # A reader of TAP may be told in TAP as well.
  if [[ $1 == test && -s $out ]]; then out_is_tap; else out_empty; fi
  err_lines 1
  err_plain
  for word in $words; do err_has "$word"; done
  tap "$name"
}

file hello.lua <<'LUA'
print("hello")
LUA
file scenarios.lua <<'LUA'
scenario{ name = "fine", main = function() end }
LUA

file quiet.lua <<'LUA'
local _ = 1
LUA

# -- files ------------------------------------------------------------------

for command in run test; do
  refused "$command: a missing file" "nosuch.lua" "$command" nosuch.lua
done
refused "run: a missing folder" "no/such.lua" run no/such.lua
refused "run: a missing file whose name has two lines" "second" \
  run $'first\nsecond.lua'
refused "run: a missing file whose name steers terminals" "red" \
  run $'\033[31mred.lua'
refused "run: a name that is too long" "" \
  run "$(head -c 5000 /dev/zero | tr '\0' x).lua"
refused "run: an empty name" "" run ""

mkdir folder empty-folder
refused "run: a folder" "folder" run folder
refused "test: a folder without scripts" "empty-folder" test empty-folder

: >empty.lua
for command in run test; do
  refused "$command: an empty file" "empty.lua" "$command" empty.lua
done

printf 'print(1)\n-- caf\351\nprint(2)\n' >latin.lua
printf 'local s = "\303\050"\n' >broken-utf8.lua
printf 'print("\355\240\200")\n' >surrogate.lua
printf 'print("\300\257")\n' >overlong.lua
for name in latin broken-utf8 surrogate overlong; do
  refused "run: a file that is not UTF-8 ($name)" "$name.lua" \
    run "$name.lua"
done
refused "test: a file that is not UTF-8" "latin.lua" test latin.lua

printf '\033LJ\002\012\030\002\000\001\000\001\000\003' >bytecode.lua
printf '\033LuaQ\000\001\004\010\004\010\000' >bytecode51.lua
printf '\177ELF\002\001\001\000\000\000' >program.lua
printf '\211PNG\r\n\032\n\000\000' >picture.lua
printf 'print(1)\000print(2)\n' >nul.lua
head -c 100000 "$SEEP" >binary.lua
for name in bytecode bytecode51 program picture nul binary; do
  refused "run: a binary file ($name)" "$name.lua" run "$name.lua"
done
refused "test: a binary file" "bytecode.lua" test bytecode.lua
refused "run: an endless device" "/dev/zero" run /dev/zero
refused "run: an empty device" "/dev/null" run /dev/null

if ((EUID == 0)); then
  tap_skip "run: a file that may not be read" "root may read all"
else
  cp hello.lua secret.lua
  chmod 000 secret.lua
  refused "run: a file that may not be read" "secret.lua" run secret.lua
fi
ln -s loop-b.lua loop-a.lua
ln -s loop-a.lua loop-b.lua
refused "run: links that go round in a ring" "loop-a.lua" run loop-a.lua

# -- syntax -----------------------------------------------------------------

printf 'print(1)\nlocal = 2\nprint(3)\n' >syntax.lua
printf 'print(1)\nif true then\nprint(2)\n' >unfinished.lua
printf 'print(1)\nlocal s = "no end\nprint(2)\n' >string.lua
printf 'x = = 1\n' >first.lua
printf 'local a = 1 \302\240 b = 2\n' >nbsp.lua
printf -- '--[[ never closed\n\n' >comment.lua
{ printf '%s\n' 'return' && head -c 300000 /dev/zero | tr '\0' '('; } >deep.lua
printf 'scenario{\n  name = "x",\n  main = function() end,,\n}\n' >scen.lua
refused "run: a syntax error" "syntax.lua:2:" run syntax.lua
refused "run: a file that ends too early" "unfinished.lua:" \
  run unfinished.lua
refused "run: a string without end" "string.lua:2:" run string.lua
refused "run: a syntax error in the first line" "first.lua:1:" run first.lua
refused "run: a character that is no Lua" "nbsp.lua:1:" run nbsp.lua
refused "run: a comment without end" "comment.lua:" run comment.lua
refused "run: a source nested too deeply" "deep.lua:" run deep.lua
refused "test: a syntax error" "scen.lua:3:" test scen.lua
cp scenarios.lua folder/good.lua
cp scen.lua folder/scen.lua
seep test folder
status_is 1 2
err_has "scen.lua:3:"
tap "test: a syntax error in one file of a folder"

# -- commands ---------------------------------------------------------------

refused "an unknown command" "nosuch" nosuch
refused "a script for a command" "seep run hello.lua" hello.lua
refused "an unknown command with a file" "rnu" rnu hello.lua
refused "a command with strange letters" "" $'r\033[31mun\n' hello.lua
refused "run: without a file" "run" run
refused "test: without a file" "test" test
refused "run: two files" "scenarios.lua" run hello.lua scenarios.lua
refused "run: a file of scenarios" "seep test" run scenarios.lua
refused "test: a file without scenarios" "seep run" test quiet.lua
refused "help: an unknown command" "nosuch" help nosuch
refused "doc: an unknown topic" "nosuch" doc nosuch

# -- options ----------------------------------------------------------------

refused "an unknown option" "--nosuch" run --nosuch hello.lua
refused "an unknown option behind the file" "--nosuch" run hello.lua --nosuch
refused "an unknown option with a value" "--nosuch" run --nosuch=1 hello.lua
refused "an unknown letter" "-Z" run -Z hello.lua
refused "an unknown option of test" "--nosuch" test --nosuch scenarios.lua
refused "an unknown option before the command" "--nosuch" --nosuch run \
  hello.lua
refused "an option of test given to run" "--junit" \
  run --junit x.xml hello.lua
for option in seed procs max-steps mem drain color report; do
  refused "--$option without a value" "--$option" run hello.lua "--$option"
  refused "--$option with an empty value" "--$option" \
    run "--$option=" hello.lua
done
for option in junit json filter; do
  refused "--$option without a value" "--$option" \
    test scenarios.lua "--$option"
done
while read -r option value; do
  refused "--$option $value" "--$option" run "--$option" "$value" hello.lua
done <<'TABLE'
seed x
seed 1x
seed 1.5
seed 99999999999999999999999999
procs 0
procs -1
procs x
procs 1.5
procs 99999999999
max-steps -1
max-steps x
max-steps 1e
max-steps 99999999999999999999999999
mem banana
mem -1
mem 0
mem 12Q
mem 99999999999999999999G
drain foo
drain 1x
drain -1s
color maybe
color ALWAYS!
report x.unknown
report noextension
allow nothing
allow io,nothing
strategy nosuch
TABLE
refused "two bad options: the first is named" "--seed" \
  run --seed x --procs 0 hello.lua
refused "a bad option and a missing file" "--seed" run --seed x nosuch.lua

for size in 1 4096 64K; do
  seep run --mem "$size" hello.lua
  status_is 0 2 3
  ((status == 0)) || err_like "mem"
  tap "--mem $size, where hardly anything fits: no crash"
done

# -- scripts that fail ------------------------------------------------------

# No frame but the script's: every position names a file of the test.
own='^(\./)?(fail|goroutine|deferred|module|value)[a-z]*\.lua:'
traceback_is_own() {
  local foreign
  if foreign=$(grep -aoE '[^][:space:]"(<]+\.lua:[0-9]+' "$err" |
    grep -vE "$own"); then
    complain "frames that are not the script's: $foreign"
  fi
  err_lacks '[string "' '[builtin' 'scripts/seep'
}

file fail.lua <<'LUA'
local function inner(x)
  return x.field.deeper
end

local function outer(x)
  local v = inner(x)
  return v
end

print("before")
outer({})
LUA
seep run fail.lua
status_is 1
out_is before
err_has fail.lua:2: fail.lua:6 fail.lua:11
err_like "field"
traceback_is_own
err_plain
tap "an error names its line and those of its callers"

file goroutine.lua <<'LUA'
local function work()
  time.sleep("1ms")
  error("told you")
end
go("worker", function()
  work()
end)
time.sleep("1s")
LUA
seep run goroutine.lua
status_is 1
err_has "told you" goroutine.lua:3 goroutine.lua:6 goroutine.lua:5 worker
traceback_is_own
tap "an error in a goroutine names its lines and where it was started"

file deferred.lua <<'LUA'
local f = func(function()
  defer(function()
    error("in the deferred call")
  end)
  panic("first")
end)
f()
LUA
seep run deferred.lua
status_is 1
err_has "in the deferred call" deferred.lua:3
traceback_is_own
tap "an error in a deferred call"

file module.lua <<'LUA'
require "failing"
LUA
file failing.lua <<'LUA'
local M = {}
error("in the module")
return M
LUA
seep run module.lua
status_is 1
err_has "in the module" failing.lua:2 module.lua:1
traceback_is_own
tap "an error in a module names its line and that of require"

printf 'return (\n' >failingsyntax.lua
printf 'require "failingsyntax"\n' >module.lua
seep run module.lua
status_is 1
err_has failingsyntax.lua: module.lua:1
traceback_is_own
tap "a syntax error in a module"

printf 'error({ code = 7 })\n' >value.lua
seep run value.lua
status_is 1
err_has value.lua:1
traceback_is_own
tap "an error value that is a table"

printf 'local f\nf()\n' >fail.lua
seep run fail.lua
status_is 1
err_has fail.lua:2
err_like "nil"
traceback_is_own
tap "calling nil"

mkdir -p deep/er
printf 'error("told you")\n' >deep/er/fail.lua
seep run deep/er/fail.lua
status_is 1
err_has "fail.lua:1"
tap "an error of a script in another folder"

file scenariofail.lua <<'LUA'
scenario{ name = "first", main = function() end }
error("while loading")
LUA
seep test scenariofail.lua
status_is 1 2
out_is_tap
out_has "not ok" "while loading" scenariofail.lua:2
tap "test: an error while the file is loaded"

# -- output that goes nowhere -----------------------------------------------

file talk.lua <<'LUA'
for i = 1, 20000 do print("line", i) end
LUA

# into FILE ARGS... — stdout of the program goes to FILE itself.
# shellcheck disable=SC2016 # for the inner shell
into() {
  local file=$1
  shift
  observe bash -c 'out=$1; shift; exec "$@" >"$out"' - "$file" "$SEEP" "$@"
}
if [[ -c /dev/full ]]; then
  for command in "run talk.lua" "run hello.lua" "test scenarios.lua" \
    "help" "doc" "version"; do
    read -ra args <<<"$command"
    into /dev/full "${args[@]}"
    ((status != 0)) || complain "status 0"
    [[ -s $err ]] || complain "nothing on stderr"
    tap "$command, on a full device: not status 0, and a message"
  done
else
  tap_skip "a full device" "there is no /dev/full"
fi

# shellcheck disable=SC2016 # for the inner shell
for command in "run talk.lua" "test scenarios.lua" "doc"; do
  read -ra args <<<"$command"
  observe bash -c 'set -o pipefail; "$@" | true' - "$SEEP" "${args[@]}"
  # Death by SIGPIPE (141) is as good as an ending of its own.
  if ((status == 141)); then complaints=(); fi
  status_is 0 1 2 3 141
  tap "$command, into a pipe that closes: no crash"
done

# shellcheck disable=SC2016 # for the inner shell
for closed in ">&-" "2>&-" "<&-" ">&- 2>&- <&-"; do
  observe bash -c "exec \"\$@\" $closed" - "$SEEP" run hello.lua
  status_is 0 1 2 3
  tap "run, started with $closed: no crash"
done

tap_end

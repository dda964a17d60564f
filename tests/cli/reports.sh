#!/bin/bash
# What a report says of a run: the picture, the text below it, and the files.

. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

cp "$here"/commands/*.lua "$tmp"
cd "$tmp" || exit 1

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

tap_end

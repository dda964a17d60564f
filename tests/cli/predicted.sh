#!/bin/bash
# Deadlocks that a run only shows to be possible: a note, in every format, and
# never a finding.

. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

cd "$tmp" || exit 1

file abba.lua <<'LUA'
local a, b = sync.mutex("a"), sync.mutex()
go("first", function()
  a:lock()
  b:lock()
  b:unlock()
  a:unlock()
end)
time.sleep("1ms")
b:lock()
a:lock()
a:unlock()
b:unlock()
LUA
file rwr.lua <<'LUA'
local rw = sync.rwmutex("index")
go("writer", function() rw:lock() rw:unlock() end)
time.sleep("1ms")
rw:rlock()
rw:rlock()
rw:runlock()
rw:runlock()
LUA
file leak.lua <<'LUA'
go(function() chan():recv() end)
require "abba"
LUA
file ordered.lua <<'LUA'
local a, b, wg = sync.mutex("a"), sync.mutex("b"), sync.waitgroup()
wg:go(function() a:lock() b:lock() b:unlock() a:unlock() end)
wg:wait()
b:lock() a:lock() a:unlock() b:unlock()
LUA
file scenario.lua <<'LUA'
scenario{ name = "passes", main = function() require "abba" end,
  explore = { strategy = "default" } }
scenario{ name = "asks for it", main = function() require "abba" end,
  explore = { strategy = "default" },
  expect = always{ deadlock = { predicted = true, name = "first",
    at = "abba.lua:4" } } }
scenario{ name = "fails", main = function() require "abba" end,
  explore = { strategy = "default" }, expect = always{ deadlock = true } }
LUA

seep run abba.lua
status_is 0
out_empty
err_lines 6
err_has 'abba.lua seed=0  PASS   (10 steps, 1ms)'
err_has '  note      predicted deadlock: lock cycle of 2: "a" mutex#1' \
  ' and mutex#2 are taken in two orders'
err_has 'main locked mutex#2 (made abba.lua:1) at abba.lua:9,' \
  ' then "a" mutex#1 at abba.lua:10'
err_has 'g2 "first" locked "a" mutex#1 at abba.lua:3,' \
  ' then mutex#2 (made abba.lua:1) at abba.lua:4'
err_has '  fix       take the locks in the same order everywhere'
tap "two orders: a note beside PASS, status 0"

seep run rwr.lua
status_is 0
err_has 'predicted deadlock: recursive read lock: a writer can come between'
err_has 'main read-locked "index" rwmutex#1 at rwr.lua:4,' \
  ' then "index" rwmutex#1 at rwr.lua:5'
err_has 'g2 "writer" locked "index" rwmutex#1 at rwr.lua:2'
tap "a writer between two read locks"

seep run ordered.lua
status_is 0
err_lacks 'predicted'
tap "orders that cannot meet: no word of it"

seep run leak.lua
status_is 1
err_has 'FAIL  leak: 1 goroutine leaked'
err_has 'predicted deadlock: lock cycle of 2'
tap "beside a finding"

seep run -q abba.lua
status_is 0
err_empty
seep run --no-races abba.lua
err_lacks 'predicted'
tap "not with -q, nor where it is not looked for"

seep run -v abba.lua
status_is 0
err_has 'step  time  main'
err_has 'predicted deadlock'
tap "-v: with the run as a picture"

seep run --report abba.md abba.lua
status_is 0
grep -qF '### predicted deadlock: lock cycle of 2:' abba.md ||
  complain "abba.md has no heading"
grep -qF -- '- g2 "first" locked "a" mutex\#1 at abba.lua:3' abba.md ||
  complain "abba.md does not say who"
grep -qF -- '- **fix:** take the locks' abba.md || complain "abba.md has no fix"
head -n 1 abba.md | grep -qx '## pass' || complain "abba.md does not say pass"
tap "in Markdown"

seep run -q --report abba.json abba.lua
status_is 0
grep -qF '"verdict": "pass"' abba.json || grep -qF '"verdict":"pass"' abba.json ||
  complain "not a pass"
if command -v jq >/dev/null; then
  got=$(jq -c '.predicted_deadlocks[0] | [.predicted, .cycle, .count,
    .orders[0].who.name, .orders[0].held.name, .orders[0].took.label,
    .orders[1].who.id, .orders[1].held.at.line, .orders[1].took.at.line]' \
    abba.json)
  [[ $got == '[true,2,1,"first","a","mutex#2",1,9,10]' ]] ||
    complain "JSON says $got"
  got=$(jq -c '.predicted_deadlocks | length' abba.json)
  [[ $got == 1 ]] || complain "$got predictions"
fi
tap "in JSON"

seep test scenario.lua
status_is 1
out_has 'ok 1 - scenario.lua: passes'
out_has 'ok 2 - scenario.lua: asks for it'
out_has 'not ok 3 - scenario.lua: fails'
out_has 'predicted deadlock: lock cycle of 2'
tap "seep test: no failure, no match for deadlock; in the report of another"

seep run abba.lua
cp "$err" once.err
seep run abba.lua
cmp -s "$err" once.err || complain "two runs say different things"
tap "the same bytes again"

tap_end

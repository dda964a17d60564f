#!/usr/bin/env bash
# The prompt without a terminal: what is piped in, what comes out, the exit
# status; and input that means harm.

set -u
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
cd "$tmp" || exit 1
export XDG_CONFIG_HOME=$tmp/config XDG_STATE_HOME=$tmp/state

# piped ARGS... — the prompt with those arguments; its input is stdin.
piped() {
  complaints=()
  : >"$err"
  timeout -k 1 "$LIMIT" "$SEEP" "$@" 2>"$err" | tail -c "$most_out" >"$out"
  status=${PIPESTATUS[0]}
  not_crashed
}

# ---- values ----

piped <<'E'
1 + 1
local ch = chan(2, "jobs")
x = 5
x, nil, "a\n"
_, _4
ch
for i = 1, 2 do
  print(i)
end
E
status_is 0
err_empty
out_plain
out_is '2
5
nil
"a\n"
5
5
channel jobs (ch#1), 0 of 2 in it
1
2'
tap "expressions show their values, and locals stay; no prompt, status 0"

piped repl <<'E'
local t = {3, 2, b = 1, a = {deep = {}}, [true] = "yes"}
t.me = t
t
{{{{{{{{{{}}}}}}}}}}
setmetatable({}, {__tostring = function() return "mine" end})
function(x) return x end
0/0, 1e300, -3, 2^53
time
E
status_is 0
out_has '{3, 2, a = {deep = {}}, b = 1, me = <the table above>, [true] = "yes"}' \
  '{{{{{{{...}}}}}}}' mine 'function [6]:1' 'sleep = function: builtin'
tap "tables: lists, keys in order, cycles, depth"

piped <<'E'
local function fib(n)
  if n < 2 then return n end
  return fib(n - 1) + fib(n - 2)
end
local a, b
a, b = 1
b == nil and a
local s = [[
several
lines]]
s
fib(10)
do local hidden = 1 end
hidden
E
status_is 0
out_is '1
"several\nlines"
55
nil'
tap "inputs of several lines; only outermost locals stay"

# ---- errors ----

piped <<'E'
local function f() error("boom") end
f()
nosuch.field
print("still here")
E
status_is 1
out_is 'still here'
err_has '[1]:1: boom' "[1]:1: in function" '[3]:1: attempt to index global'
tap "an error says where, with a short stack; the session lives; status 1"

piped <<'E'
x = = 1
print("on")
E
status_is 2
out_is on
err_has "[1]:1: unexpected symbol near '='"
tap "what is no Lua: status 2, and on it goes"

piped <<'E'
print("a"
E
status_is 2
err_has "near '<eof>'"
tap "input that ends too early: status 2"

piped <<'E'
defer(print, "deferred")
panic("oh")
func(function() defer(function() print("saved", recover()) end) panic("it") end)()
E
status_is 1
out_has 'deferred' 'saved	it'
err_has oh
tap "an input is a goroutine: deferred calls, panic, recover"

# ---- the world ----

piped <<'E'
local ch = chan()
go("worker", function() ch:send(1) end)
:ps
:run
:ps
:chans
:why worker
:leaks
:graph
E
status_is 1
out_has 'g4  worker  runnable' 'chan send ch#1' 'senders' \
  'no receiver left' 'possible  ' 'possible: they wait' 'g4 -> ch#1'
err_has 'g4 "worker" runnable - :run' 'g4 "worker" blocked in chan send - :why'
tap "who is left after an input; :ps :run :chans :why :leaks :graph"

piped <<'E'
do local lost = chan(); go("lost", function() lost:recv() end) end
:run
:leaks
:why lost
E
status_is 1
out_has 'certain: nobody who lives' '  certain   '
tap "a certain leak is told from a possible one"

piped <<'E'
local ch = chan()
ch:recv()
go(function() ch:send("late") end)
:run
E
status_is 0
out_has '"late"'
err_has '"[2]" blocked in chan receive'
tap "an input that blocks for good is left waiting, and goes on when woken"

piped <<'E'
time.sleep("2s")
time.now()
local ctx, cancel = context.with_timeout(context.background(), "5s")
go(function() ctx:done():recv() end)
go(function() time.sleep("1m") end)
:step
:step 3
:timers
:ctx
:run until 3s
time.now()
:mem
:timeline
:trace 2
cancel()
:run
E
status_is 0
out_has 2000000000 'wakes g8' 'WithDeadline' 'deadline 7s' 3000000000 \
  'goroutines, at most'
tap "virtual time stands while the prompt waits; :step :timers :ctx :run until"

piped <<'E'
local mu = sync.mutex("m")
go("a", function() mu:lock() runtime.gosched() end)
go("b", function() mu:lock() end)
:pick
:pick b
:next b
:next a
:run
:locks
:stack a
:graph dot
E
out_has '"a"  begins' 'held by g6' 'digraph waits' 'in function'
tap ":pick lists who could go on and lets one go; :next :locks :stack"

piped <<'E'
go("bad", function() local t; t.x = 1 end)
:run
print("not run")
E
status_is 1
err_has 'FAIL  panic' 'the world has ended'
out_lacks 'not run'
tap "a panic in another goroutine ends the world, with its report"

# ---- back in time ----

piped <<'E'
x = 1
x = 2
:undo
x
:undo 9
:reset
x
:back
print("again")
:back 2
:step 2
E
status_is 0
out_has 1 nil
err_has 'not so many inputs'
tap ":undo, :reset, :back"

piped <<'E'
local ch = chan()
go("s", function() for i = 1, 5 do ch:send(i) end end)
go("r", function() for i = 1, 5 do print("got", ch:recv()) end end)
:run
:back 100
:goto 8
:back 100
:run
:goto 99
E
out_has 'step 8, 0s: g' $'got\t5'
err_has 'step 99 lies ahead'
(($(grep -c 'got.5' "$out") == 2)) || complain 'it is not repeated'
tap "from the beginning on: going on repeats what was"

# What a world of 10,000 goroutines is at step 100,000 and before it: reached
# directly, or from later.
cat >many <<'E'
local ch = chan()
for i = 1, 10000 do go(function() for k = 1, 10 do time.sleep(i * k) runtime.gosched() end ch:send(i) end) end
E
digest_of() { grep -o 'step [0-9]*, digest of the state .*' "$out" | tail -n 1; }
LIMIT=60
{ cat many; printf ':run until step 99999\n:mem\n:quit\n'; } >input
piped <input
near=$(digest_of)
{ cat many; printf ':run until step 50000\n:mem\n:quit\n'; } >input
piped <input
middle=$(digest_of)
{ cat many; printf ':goto 5\n:mem\n:quit\n'; } >input
piped <input
early=$(digest_of)
for kept in 256M 12M 0K; do
  {
    cat many
    printf ':run until step 100000\n:goto 99999\n:mem\n'
    printf ':goto 50000\n:mem\n:run until step 100000\n:goto 5\n:mem\n:quit\n'
  } >input
  piped repl --history $kept <input
  out_has "$near" "$middle" "$early"
  ((${#near} > 40 && ${#middle} > 40)) || complain "no digest: $near"
  tap "10,000 goroutines, 100,000 steps: back to any, the same state (history $kept)"
done
LIMIT=20

piped <<'E'
local ch = chan(1)
:fork before
ch:send("a")
:fork before
:forks
:switch before
#ch
:switch main
#ch
:switch nosuch
:fork main
:fork two words
E
out_has '* main at' '  before at' 1
err_has 'no world of the name nosuch' 'the world you are in' 'one word'
tap ":fork, :forks, :switch"

piped <<'E'
local ch, done = chan(0, "jobs"), chan()
go("s", function() for i = 1, 3 do ch:send(i) end done:close() end)
go("r", function() for v in ch:range() do print("got", v) end end)
:break chan.recv object=jobs goroutine=r
:run
:run
:break
:break none
:break chan.close
:run
:break none
:break [3]:1
:break nonsense
:break none
:advance 90s
time.now()
:advance x
:seed 7
:seed x
:strategy random
:strategy best
:procs 4
runtime.gomaxprocs()
:procs 0
:goto 99999
:goto x
:until
:until 100s
:time
:time 5s
time.now()
:quit
E
out_has 1m40s 105000000000 'g6 "r" is at chan.recv "jobs"' '1  chan.recv object=jobs' \
  'is at chan.close' 90000000000
err_has 'nonsense is neither' ':advance takes a duration' \
  'lies ahead' 'no strategy best' ':until takes a goroutine'
tap ":break, :advance, :seed, :strategy, :procs, :goto, :until, :time"

piped <<'E'
local mu, ch = sync.mutex("mu"), chan(1)
:fault delay at = "chan.send", by = "5ms"
go("s", function() ch:send(1) ch:recv() ch:send(2) end)
:break fault=kill
:break fault=delay
:break
:run
:run
:break none
:break fault
:run
mu:lock()
for i = 1, 3 do go("w" .. i, function() mu:lock() end) end
:run
:graph graph.dot
:graph graph.svg
:graph graph.txt
:graph /nosuch/graph.dot
:graph /nosuch/graph.png
:quit
E
out_has '1  fault=kill' 'step 3, 0s: g5 "s"' 'step 5, 5ms: g5 "s"'
err_has 'a fault has fired: delay 5ms' ':graph takes nothing' \
  'cannot write /nosuch/graph.dot'
has graph.dot graph.dot 'g8 [shape=box, label="g8 w1"]' '"mutex#1" -> g6'
if command -v dot >/dev/null; then
  has graph.svg graph.svg '</svg>' 'g8 w1'
  err_has 'dot could not write /nosuch/graph.png'
else
  err_has 'no program dot here (package graphviz)'
fi
tap ":break behind a fault; :graph in a file"

complaints=()
printf 'local ch = chan() go(ch.recv, ch)\n:run\n:graph graph.png\n' >input
PATH=/nosuch "$SEEP" <input >"$out" 2>"$err"
err_has 'no program dot here (package graphviz); :graph FILE.dot'
tap ":graph FILE.png without graphviz"

# Each goroutine that is started is a step that can be gone to.
piped <<'E'
local t = {}
for i = 1, 100 do t[i] = go(function() end) end
t[100]
:goto 5
:step
:pick g4
#t
:goto 77
#t
:run
#t, t[1] and t[100]
:quit
E
out_has 'goroutine g103 [runnable]' 'step 5, 0s: g3 "[2]" is at go' \
  'step 6, 0s: g3 "[2]" is at go' 'step 77, 0s: g3 "[2]" is at go' '100'
err_has 'nothing comes between where it is and its go'
tap ":goto any of the steps of a loop that starts goroutines"

# Two locks in two orders, by hand.
piped <<'E'
local a, b = sync.mutex("a"), sync.mutex("b")
go("one", function() a:lock() b:lock() b:unlock() a:unlock() end)
go("two", function() b:lock() a:lock() a:unlock() b:unlock() end)
:next one
:next two
:run
:leaks
:quit
E
out_has 'sync.Mutex.Lock' 'cycle of 2'
err_has 'deadlock: g4 waits for "b" mutex#2, held by g6;' 'g6 waits for "a" mutex#1, held by g4' \
  'schedule  seep1/e6301832/s0/p1/n1/main.2.1@2-main.3.1' 'to replay it: :save'
tap "mutex-abba by hand: the deadlock, its cycle, its schedule"

# The receiver closes while a sender waits.
piped <<'E'
local ch = chan()
go("sender", function() ch:send(1) end)
go("closer", function() ch:close() end)
:next sender
:next closer
:run
E
status_is 1
err_has 'panic' 'send on closed channel' 'schedule  seep1/'
tap "closed-by-receiver by hand: the panic, its schedule"

# ---- starting without running, scenarios ----

piped <<'E'
:start print("stands", "still")
:ps
:break chan.send
local ch = chan(1)
ch:send(5)
:break none
:run
#ch
:start
:start x = = 1
E
status_is 2
out_has $'stands\tstill' 'g2  [1]   runnable' 'is at chan.send ch#1' 1
err_has ':start takes an input' 'unexpected symbol'
tap ":start; breakpoints stop inputs"

scripts=$here/../../scripts
cp "$scripts"/patterns/{mutex-abba,closed-by-receiver}.lua .
piped repl mutex-abba.lua <<'E'
:scenario
:scenario 9
:scenario 1
:run until step 6
:next g4
:next g5
:quit
E
err_has 'deadlock: g4 waits for "account 2" mutex#2, held by g5;' \
  'replay: seep replay mutex-abba.lua --schedule seep1/25b7e6c9/s0/p1/n1/main.2@2-main.1'
out_has 'scenario 1: two transfers' '5  without one the two'
cp "$err" told
seep replay mutex-abba.lua --schedule seep1/25b7e6c9/s0/p1/n1/main.2@2-main.1
status_is 1
err_has 'lock cycle of 2'
cat told >>"$err"
err_has 'there is no scenario 9 (:scenario)'
tap "mutex-abba, the pattern, by hand; seep replay does it again"

piped repl closed-by-receiver.lua <<'E'
:scenario the receiver closes after the first reply
:run until step 4
:next g4
:next g3
:next g3
:next g5
:quit
E
status_is 1
err_has 'panic: send on closed channel'
piped repl closed-by-receiver.lua <<'E'
:scenario 1
:run until step 4
:next g4
:next g3
:next g3
:next g5
:quit
E
err_has 'panic: send on closed channel' \
  'replay: seep replay closed-by-receiver.lua --schedule seep1/'
replay=$(grep -o 'seep1/[^ ]*' "$err" | tail -n 1)
seep replay closed-by-receiver.lua --schedule "$replay"
status_is 1
err_has 'panic: send on closed channel'
err_lacks 'came to pass' 'is not as it was'
tap "closed-by-receiver, the pattern, by hand; seep replay does it again"

# ---- trying out, keeping ----

piped <<'E'
local ch = chan(1)
:fault delay at = "chan.send", by = "5ms"
ch:send(1)
time.now()
:fault fault = "delay", at = "chan.recv", by = "1ms"
:fault nosuch
:fault
E
status_is 1
out_has 5000000
err_has nosuch
tap ":fault puts a fault into the world"

piped <<'E'
local a, b = sync.mutex("a"), sync.mutex("b")
go(function() a:lock() b:lock() b:unlock() a:unlock() print("done") end)
go(function() b:lock() a:lock() a:unlock() b:unlock() print("done") end)
:explore
:switch e2
:leaks
:switch main
:explore a:lock()
:explore x = = 1
:reset
E
status_is 2
out_has '36 runs from here, auto: all that can make a difference' \
  'nobody left' 'e2     11  deadlock, 2 left in sync.Mutex.Lock' \
  ':replay seep1/00000000/s17/p1/n0/main.3.1@2-main.2.1' \
  'sync.Mutex.Lock' 'cycle of 2'
out_lacks 'done'
err_has "unexpected symbol near '='"
tap ":explore tries other schedules from here, and keeps the first of each kind"

cat >spin.lua <<'E'
local function spin() while true do runtime.gosched() end end
go(spin)
E
piped <<'E'
local a, b = sync.mutex("a"), sync.mutex("b")
go(function() a:lock() b:lock() b:unlock() a:unlock() end)
go(function() b:lock() a:lock() a:unlock() b:unlock() end)
:strategy
:strategy dpor
:explore
:strategy dfs
:explore 5
:strategy pct:3
:explore 20
:strategy default
:explore 0
:explore 3 spin.lua
:explore nosuch.lua
:ps
:replay seep1/00000000/s17/p1/n0/main.3.1@2-main.2.1
:leaks
:back 2
:run
:replay nonsense
:reset
local a, b = sync.mutex("a"), sync.mutex("b")
go(function() a:lock() b:lock() b:unlock() a:unlock() end)
:explore b:lock() a:lock() a:unlock() b:unlock()
:start b:lock() a:lock() a:unlock() b:unlock()
:replay seep1/00000000/s17/p1/n0/main.3@2-main.2.1
:quit
E
status_is 2
out_has 'before :replay comes :start b:lock() a:lock()' 'step 6, 0s: g4 waits in' \
  'default decides here, :explore searches by auto' 'coverage  changes' \
  '3 runs from here, dpor: all that can make a difference' \
  '5 runs from here, dfs' '20 runs from here, pct:3' \
  '3 runs from here, auto' 'cycle of 2'
err_has 'it does not decide here' 'nosuch.lua: ' 'deadlock: g4 waits' \
  'those begin with seep1/'
tap ":strategy, :explore N and FILE, :replay SCHEDULE"

LIMIT=120
piped <<'E'
:explore local s = ("a"):rep(30); s:find(("a?"):rep(30) .. ("a"):rep(30) .. "b")
:explore while true do end
go(function() while true do time.sleep("1s") end end)
:explore
:quit
E
out_has '0 runs from here, auto, stopped: one call never comes back' \
  'runs from here, auto, no more: they are long' 'still goes on'
tap ":explore where calls or runs do not end"
LIMIT=20

piped <<'E'
local a, b = sync.mutex("a"), sync.mutex("b")
local function two(x, y) return function() x:lock() y:lock() y:unlock() x:unlock() end end
:shrink
go(two(a, b)) go(two(b, a)) go(function() runtime.gosched() runtime.gosched() end)
:shrink
:pick g7
:pick g6 g7 g5 g6 g7 g5
:run
:shrink
:forks
:leaks
:switch unshrunk
:quit
E
status_is 1
out_has 'deadlock, 2 left in sync.Mutex.Lock: 1 of 6 deviations do' \
  '  unshrunk at' 'cycle of 2'
err_has 'nothing to shrink: nothing is wrong'
tap ":shrink keeps what the failure needs"

piped <<'E'
local box = shared({ n = 0 }, "box")
local calm = shared({ n = 0 }, "calm")
go(function() box.n = box.n + 1 end)
go(function() box.n = box.n + 1 end)
:explore
:run
:run
:races
E
status_is 1
out_has 'DATA RACE on "box.n"' 'read by g5 at [3]:1' '  data race'
(($(grep -c 'DATA RACE' "$err") == 1)) || complain 'not told once'
tap "data races are told, once; :races"

piped <<'E'
ch = chan()
go(function() ch:send(1) end)
:run
n = 1
function add() n = n + 1 end
add()
error("ends, too")
n
:races
E
out_has 2
err_has 'no data race so far'
tap "inputs that have ended come before the next ones: no race"

piped <<'E'
local c = chan()
for i = 1, 150 do go("w" .. i, function() c:send(i) end) end
:run
:ps
:ps w15
:ps all
:timeline
:timeline 5
:timeline x
:quit
E
out_has '... and 50 more: name a word' 'rows before these (:timeline N, or all)'
(($(grep -c 'w149' "$out") == 2)) || complain ':ps all does not show all'
# shellcheck disable=SC2016
err_has ':timeline takes `all`, a number'
tap "very many goroutines: of lists the first, of the timeline the last"

echo 'return { { fault = "delay", at = "chan.send", by = "5ms" } }' >plan.lua
piped <<'E'
local ch = chan(1)
:chaos
:chaos plan.lua
ch:send(1)
time.now()
:fault
:chaos storm
:chaos nosuch
:fault
:explore 10
E
status_is 2
out_has 5000000 '1 faults: :fault lists them' 'delay 5ms' 'fired at 1 of 1 places' \
  '9 faults' 'starve 50 steps' '10 runs from here, random'
err_has 'plans of the library: allocation-failure' 'nosuch: No such file'
tap ":chaos NAME and FILE; :fault lists what is armed"

piped <<'E'
local ch = chan(1)
:fork one
ch:send("a")
:log
:diff one
:diff nosuch
:diff
:replay
print("twice")
:replay
:tour
:tour 99
:save
:save x.txt
:save /nosuch/x.lua
commands.hello = function(args) print("hello", args) end
:hello "you" and \me
E
status_is 2
out_has '[2] ch:send("a")' 'one      ' $'hello\t"you" and \\me' '1 of 7'
err_has 'no world of the name nosuch' ':tour takes' 'ends in .lua' \
  'cannot write /nosuch/x.lua'
(($(grep -c twice "$out") == 2)) || complain ':replay does not print again'
tap ":log, :diff, :replay, :tour, :save; commands of the session's own"

piped <<<'x'
EDITOR='sed -i s/1/41/' piped <<'E'
print(1 + 1)
:edit
E
out_has 42
tap ":edit opens the last input in \$EDITOR"

# ---- files ----

file first.lua <<'E'
local answer = 42
function greet() return "hello" end
E
piped repl first.lua <<'E'
answer, greet()
:load first.lua
:load nosuch.lua
:load
E
status_is 2
out_is '42
"hello"'
err_has 'nosuch.lua: ' ':load needs a FILE'
tap "seep repl FILE and :load: what the file has made is there"

mkdir -p config/seep
echo 'ready = true' >config/seep/init.lua
piped repl --load first.lua <<<'ready, answer'
status_is 0
out_is 'true
42'
tap "the start-up file; --load"
rm -r config

piped repl nosuch.lua </dev/null
status_is 2
err_has 'nosuch.lua'
tap "a FILE that is not there: status 2"

piped repl a b </dev/null
status_is 2
err_has 'one FILE'
tap "two FILEs: status 2"

piped </dev/null
status_is 0
out_empty
err_empty
tap "nothing typed: nothing said"

# ---- help ----

piped <<'E'
:help
:help ps
:help why
chan?
channel:send?
time.sleep?
:help lua
nosuch?
E
status_is 2
out_has ':timeline' ':ps [WORD|all]' 'watched' 'Makes a channel' 'Sends: at once' \
  'time.sleep(' 'seep doc NAME'
err_has 'no help on nosuch'
tap ":help, :help NAME, NAME?"

piped <<'E'
:
:nosuch
:stpe
:ps a b c
:stack
:stack g99
:why main
:step -1
:step x
:trace 0
:run fast
:run until
:run until step x
:pick g7
:graph up
:timeline none
:ctx please
:quit now
:next
print("alive")
E
status_is 2
out_is alive
err_has "a command's name" 'no command :nosuch' 'did you mean :step' \
  'name a goroutine' 'no goroutine g99' 'takes a number of moments' \
  ':ctx takes nothing'
err_plain
tap "commands with rubbish: a clear line each, and the session lives"

# ---- input that means harm ----

LIMIT=20
{
  printf 'x = "unbalanced\n'
  printf "y = 'it''s\n"
  printf 'z = 1\0 2\n'
  printf 'bad\xff\xfe = 1\n'
  printf '"\xff\x80 \xc3\xa9"\n'
  printf '\x1b[31mred\n'
  printf '"\x1b[31m"\n'
  printf 'print("alive")\n'
} >input
piped <input
status_is 2
out_has '"\255\128' '"\027[31m"' alive
out_plain
err_plain
tap "unbalanced quotes, NUL bytes, what is not UTF-8, escapes"

{
  printf 'x = "'
  head -c 1000000 /dev/zero | tr '\0' a
  printf '"\n#x\n'
  head -c 200000 /dev/zero | tr '\0' '('
  printf '\nprint("alive")\n'
} >input
piped <input
out_has 1000000
tap "a line of a megabyte; 200,000 parentheses"

piped <<'E'
setmetatable({}, {__tostring = function() error("no text") end})
setmetatable({}, {__tostring = function() return 1 end})
setmetatable({}, {__index = function() error("never called") end})
local t = {} for i = 1, 10000 do t = {t} end
t
local big = {} for i = 1, 100000 do big[i] = i end
big
setmetatable({}, {__tostring = function() chan():recv() end})
print("alive")
E
out_has 'its __tostring failed: [1]:1: no text' 'returned no string' '{}' \
  '99940 more' alive
err_has 'blocked in chan receive'
tap "values whose __tostring fails or blocks; deep and long tables"

piped repl --max-steps 100000 <<'E'
while true do end
while true do pcall(function() while true do end end) end
print("alive")
E
status_is 3
out_is alive
err_has 'stopped after 100000 steps (--max-steps)'
tap "endless loops are stopped, and the session lives; status 3"

piped <<'E'
local s = ("a"):rep(30)
s:find(("a?"):rep(30) .. ("a"):rep(30) .. "b")
print("alive")
E
status_is 3
out_has alive
err_has 'without coming back'
tap "a call that never comes back is cut, and taken back"

piped repl --mem 16M <<'E'
local t = {} while true do t[#t + 1] = ("x"):rep(1000) .. #t end
E
status_is 3
err_has 'out of memory (--mem)'
tap "memory runs out: the report, status 3"

printf 'runtime.exit(7)\nprint("not run")\n' >input
piped <input
status_is 7
out_empty
tap "runtime.exit ends the world with its status"

tap_end

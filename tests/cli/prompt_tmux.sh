#!/usr/bin/env bash
# The prompt at a terminal: the real program in tmux, which types and looks at
# the screen, at two sizes.

set -u
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
cd "$tmp" || exit 1
if ! command -v tmux >/dev/null; then
  echo "1..0 # SKIP tmux is not installed"
  exit 0
fi
export XDG_CONFIG_HOME=$tmp/config XDG_STATE_HOME=$tmp/state TMUX_TMPDIR=$tmp
export TERM=screen-256color EDITOR='sed -i s/1/41/'
servers=0
# Each session has a server of its own: one that ends may still be there.
in_tmux() { tmux -L "seep$servers" "$@" 2>/dev/null; }
trap 'in_tmux kill-server; rm -rf "$tmp"' EXIT

# open WIDTH HEIGHT ARGS... — a session at a terminal of that size.
open() {
  complaints=()
  servers=$((servers + 1))
  in_tmux -f /dev/null new-session -d -x "$1" -y "$2" \
    "'$SEEP' ${*:3}; echo \"ended with \$?\"; sleep 60"
  see '[1]>'
}
close() { in_tmux kill-server; }
keys() { in_tmux send-keys "$@"; }
typed() { in_tmux send-keys -l "$1"; }
# say TEXT — types it and Enter.
say() {
  typed "$1"
  keys Enter
}
screen() { in_tmux capture-pane -p -J -S - >"$out"; }
# see TEXT... — soon all of these are on the screen, or were.
see() {
  local text
  for text; do
    for _ in {1..50}; do
      screen
      grep -qF -e "$text" "$out" && continue 2
      sleep 0.1
    done
    complain "the screen lacks: $text"
    return
  done
}
unseen() {
  local text
  screen
  for text; do
    ! grep -qF -e "$text" "$out" || complain "the screen has: $text"
  done
}

for size in "80 24" "200 50"; do
  # shellcheck disable=SC2086 # two words
  set -- $size
  at="at $1x$2"

  # ---- inputs ----

  open "$1" "$2"
  see ':help, :quit'
  say '1 + 1'
  see '[2]>'
  say 'for i = 1, 2 do'
  say '  print("line", i)'
  say 'end'
  see $'line    2' '[3]>'
  tap "an expression; an input of several lines in one buffer ($at)"

  in_tmux set-buffer -b pasted \
    $'local function f()\n  return 42\nend\nprint("pasted", f())\n'
  in_tmux paste-buffer -p -d -b pasted
  keys Enter
  see 'pasted  42' '[4]>'
  tap "a pasted block is one input ($at)"

  typed 'x = tim'
  keys Tab
  typed '.sle'
  keys Tab
  see 'x = time.sleep'
  keys C-c
  typed 'local jobs = chan(0, "jobs")'
  keys Enter
  see '[5]>'
  typed 'jobs:se'
  keys Tab
  see 'jobs:send'
  keys C-c
  typed ':timel'
  keys Tab
  see ':timeline'
  keys C-c
  say 'setmetatable({own = 1}, {__index = {behind = 2}}).own'
  say 't = setmetatable({own = 1}, {__index = {behind = 2}})'
  see '[7]>'
  typed 't.beh'
  keys Tab
  see 't.behind'
  keys C-c
  touch loadable.lua
  for typed in ':strategy |swarm' ':chaos s|storm' 'context.with_|context.with_deadline' \
    ':break mutex.|mutex.try_lock' ':help ti|timeline' ":load loada|loadable.lua"; do
    typed "${typed%|*}"
    keys Tab
    see "${typed#*|}"
    keys C-c
  done
  tap "completion: modules, methods, commands, fields behind __index ($at)"

  # ---- Ctrl-C ----

  typed 'not finished'
  see 'not finished'
  keys C-c
  see 'not finished^C'
  say 'print("still", "here")'
  see $'still   here'
  say 'print("looping", 1) while true do end'
  see $'looping 1'
  keys C-c
  see interrupted
  say 'print("and", "here")'
  see $'and     here'
  say 'print("looping", 2) while true do pcall(function() while true do end end) end'
  see $'looping 2'
  keys C-c
  say 'print("last", "here")'
  see $'last    here'
  tap "Ctrl-C at an input, in an endless loop, in one under pcall ($at)"

  # ---- commands ----

  say ':reset'
  say 'local ch, mu = chan(1, "ch"), sync.mutex("mu")'
  say 'go("w", function() mu:lock() ch:send(1) ch:send(2) end)'
  see 'g4 "w" runnable'
  say ':pick'
  see 'g4 "w"  begins'
  say ':step'
  say ':next w'
  say ':run'
  see 'g4 "w" blocked in chan send'
  say ':ps'
  see 'chan send "ch" ch#1'
  say ':stack w'
  see 'in function'
  say ':chans'
  see '1 of 1'
  say ':locks'
  see 'held by g4'
  say ':ctx'
  see 'Background'
  say ':timers'
  see 'virtual time is'
  say ':graph'
  see 'g4 -> ch#1'
  say ':why w'
  see 'no receiver left' 'possible  '
  say ':leaks'
  see 'possible: they wait'
  say ':mem'
  see 'digest of the state'
  say ':timeline'
  see 'send "ch"'
  say ':trace 3'
  say ':help'
  see ':quit'
  say 'chan?'
  see 'Makes a channel'
  tap "the commands that look ($at)"

  say ':back 1'
  say ':goto 2'
  say ':fork other'
  say ':forks'
  see '* main'
  say ':switch other'
  say ':seed 5'
  say ':strategy random'
  say ':strategy default'
  say ':procs 2'
  say ':break chan.send'
  say ':run'
  see 'is at chan.send'
  say ':break none'
  say ':advance 5s'
  say ':undo'
  say ':nosuch'
  see 'no command :nosuch'
  tap "the commands that drive and go back ($at)"

  say ':switch main'
  say ':reset'
  say ':seed 3'
  say 'local a, b = sync.mutex("a"), sync.mutex("b")'
  say 'function two(x, y) return function() x:lock() y:lock() y:unlock() x:unlock() end end'
  say 'go("one", two(a, b)) go("two", two(b, a))'
  see 'g6 "two" runnable'
  say ':strategy'
  see 'surw '
  say ':strategy dpor'
  see ':explore searches by dpor'
  say ':explore'
  see '3 runs from here, dpor: all that can make a difference'
  say ':switch e2'
  see 'deadlock: g5 waits for "b" mutex#2, held by g6'
  see 'schedule  seep1/'
  say ':why one'
  see '  certain   nobody who lives can ever wake'
  say ':save two.lua'
  see 'saved; seep test two.lua comes to the same' 'replay: seep replay two.lua'
  say ':graph two.dot'
  say ':diff main'
  see 'e2       step'
  say ':switch main'
  say ':pick one'
  say ':pick one'
  see 'is at mutex.lock "b" mutex#2'
  say ':pick two'
  say ':pick two'
  see 'g6 "two" waits in sync.Mutex.Lock'
  say ':shrink'
  see 'deadlock, 2 left in sync.Mutex.Lock (one, two): 1 of'
  say ':switch unshrunk'
  say ':back 3'
  say ':replay seep1/00000000/s0/p1/n0/-'
  say ':goto 3'
  say ':run until one'
  see 'g5 has ended'
  say ':run until step 7'
  say ':run until 1s'
  see '1s'
  say ':replay'
  [[ -s two.dot ]] || complain ':graph two.dot wrote nothing'
  tap "the commands that try out and keep ($at)"

  say ':reset'
  say ':chaos'
  see 'plans of the library: allocation-failure'
  say ':chaos storm'
  see '9 faults: :fault lists them'
  say ':fault delay at = "chan.send", by = "5ms"'
  say ':fault'
  see 'starve 50 steps' 'fired at 0 of 0 places'
  say ':break fault=delay'
  say 'local ch = chan(1) go(function() ch:send(1) end)'
  say ':run'
  see 'a fault has fired: delay 5ms'
  say ':break none'
  say 'local box = shared({ n = 0 }, "box")'
  say 'for i = 1, 2 do go(function() box.n = box.n + 1 end) end'
  say ':run'
  see 'DATA RACE on "box.n"'
  say ':races'
  say ':log'
  see '[4] local ch = chan(1)'
  echo 'print("loaded", ...)' >loaded.lua
  say ':load loaded.lua'
  see 'loaded'
  say 'commands.greet = function(who) print("good", "morning", who) end'
  say ':greet world'
  see $'good    morning world'
  say 'print("typed " .. 1)'
  say ':edit'
  see 'typed 41'
  say ':help why'
  see 'done again for this'
  say ':tour 3'
  see '3 of 7.'
  say ':undo 2'
  say ':trace 2'
  say ':step 2'
  see '[1]>'
  tap "faults, races, :log :load :edit :help :tour and own commands ($at)"

  # ---- resizing ----

  typed 'resized = "before'
  in_tmux resize-window -x $(($1 - 30)) -y $(($2 - 5))
  sleep 0.3
  typed ' after"'
  keys Enter
  say 'resized'
  see '"before after"'
  tap "resizing while something is typed ($at)"

  # ---- a long search ----

  say ':reset'
  say ':strategy default'
  say 'function spin() for i = 1, 1e6 do runtime.gosched() end end'
  say ':explore 5000 go(spin) spin()'
  sleep 0.7
  keys C-c
  see 'runs from here' 'stopped'
  say 'print("search", "over")'
  see $'search  over'
  tap "Ctrl-C in a long :explore ($at)"

  # ---- the end, and history ----

  say ':quit'
  see 'ended with 0'
  close
  [[ $(stat -c %a "$XDG_STATE_HOME/seep/history") == 600 ]] ||
    complain "the history is not 0600"
  open "$1" "$2"
  keys Up
  see '[1]> :quit'
  keys C-c
  keys C-r
  typed 'print("line'
  sleep 0.3
  keys Enter
  see $'line    2'
  keys C-d
  see 'ended with 0'
  tap "history over sessions, entries of several lines, search; Ctrl-D ($at)"
  close
done

# ---- time that goes on ----

open 80 24 repl --realtime
say 'go(function() for i = 1, 3 do time.sleep("300ms") print("tick", i) end end)'
typed 'print("typed'
see $'tick    1' $'tick    3'
typed ' meanwhile")'
keys Enter
see 'typed meanwhile'
screen
grep -qx '\[[0-9]*\]> print("typed meanwhile")' "$out" ||
  complain "the line that was typed is garbled"
tap "--realtime: output goes above the line that is being typed"
close

tap_end

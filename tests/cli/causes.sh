#!/usr/bin/env bash
# Causes and fixes that a beginner is told, of bugs in which the goroutine that
# is stuck is not the one to blame.

set -u
# shellcheck source=tests/cli/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
cd "$tmp" || exit 1

# run CODE [OPTION...] — the script CODE, which fails.
run() {
  file script.lua <<<"$1"
  shift
  seep run --color never "$@" script.lua
  status_is 1
}

# ---- waiting while holding a lock ------------------------------------------

run 'local mu, ch = sync.mutex("mu"), chan(0, "ch")
go("sender", function() mu:lock() ch:send(1) mu:unlock() end)
time.sleep("1ms")
mu:lock()
ch:recv()'
err_has 'nobody ever received from "ch" ch#2; it holds "mu" mutex#1 since' \
  'since script.lua:2, for which main waits' 'unlock before waiting'
tap "a send under the lock that its receiver waits for"

run 'local mu, ch = sync.rwmutex("mu"), chan(0, "ch")
go("receiver", function() mu:rlock() ch:recv() mu:runlock() end)
time.sleep("1ms")
mu:lock()
ch:send(1)'
err_has 'nobody ever sent on "ch" ch#3; it holds "mu" rwmutex#1 since' \
  'since script.lua:2, for which main waits'
tap "a receive under a read lock that its sender waits for to end"

run 'local mu, ch = sync.mutex("mu"), chan(0, "ch")
go("peer", function() ch:recv() mu:lock() ch:recv() mu:unlock() end)
ch:send(1)
mu:lock()
ch:send(2)'
err_has 'main, which sent at script.lua:3, is stuck itself; it holds "mu" mutex#1' \
  'since script.lua:2, for which main waits'
tap "a receive from one that has sent before and waits for the lock"

run 'local outer, mu = sync.mutex("outer"), sync.mutex("mu")
local c = sync.cond(mu, "c")
go("waiter", function() outer:lock() mu:lock() c:wait() end)
time.sleep("1ms")
outer:lock()
c:signal()'
err_has 'nobody ever signals "c" cond#3; it holds "outer" mutex#1 since'
tap "a wait that gives one lock back and keeps another"

run 'local mu, ch = sync.mutex("mu"), chan(0, "ch")
go("sender", function() ch:send(1) end)
mu:lock()
mu:lock()'
err_has 'nobody ever received from "ch"' 'start a receiver'
err_lacks 'it holds'
tap "no lock is blamed that the sender does not hold"

# ---- waiting for each other at channels ------------------------------------

run 'local a, b = chan(1, "a"), chan(1, "b")
go("x", function() for v in a:range() do b:send(v) b:send(v) end end)
go("y", function() for v in b:range() do a:send(v) end end)
a:send(1)
time.sleep("1s")'
err_has 'buffer full, no receiver left: g3 "y", which received at script.lua:3' \
  'is stuck itself, and waits for this goroutine in the end: a cycle of 2' \
  'let one of them go on without the others'
tap "two that feed each other through full buffers"

run 'local a, b = chan(1, "a"), chan(0, "b")
go("x", function() a:send(1) a:send(2) a:send(3) end)
go("y", function() a:recv() b:recv() end)
time.sleep("1s")'
err_has 'which received at script.lua:3, is stuck itself' \
  'look at that goroutine first'
err_lacks 'cycle of'
tap "one that waits for one that waits for nobody"

# ---- more counted than started ---------------------------------------------

run 'local wg = sync.waitgroup("wg")
wg:add(3)
for _ = 1, 3 do
  go(function() wg:done() end)
  wg:wait()
end'
err_has '2 calls of done are missing; everybody started since the first add' \
  'start everybody who is counted before waiting'
tap "a wait in the loop that starts those who are counted"

run 'local wg, jobs = sync.waitgroup("wg"), chan(0, "jobs")
go("worker", function()
  for _ in jobs:range() do
    wg:done()
    break
  end
end)
wg:add(2)
jobs:send(1)
wg:wait()'
err_has 'cause     counter stuck at 1: 1 call of done is missing' \
  'defer(wg, "done") first thing'
err_lacks 'everybody started'
tap "those who were started before any add may owe one more"

# ---- what led to a failed check ---------------------------------------------

run 'local wg = sync.waitgroup("wg")
local n = sync.atomic(0, "n")
for _ = 1, 2 do
  go(function() wg:add(1) n:add(1) wg:done() end)
end
wg:wait()
check.always(n:load() == 2, "both")'
err_like '^ +3 +0  wait wg .*nobody has called add yet$' \
  '^ +4 +0  load n' '^ +4 +0  check fails .*check.always: both$'
tap "the picture shows what the goroutine did before its check failed"

run 'local mu = sync.mutex("mu")
mu:lock()
mu:unlock()
mu:unlock()'
err_like '^ +1 +0  lock mu' '^ +2 +0  unlock mu' '^ +3 +0  unlock mu'
tap "and before a fatal error"

# ---- timers ----------------------------------------------------------------

file timers.lua <<'LUA'
for _ = 1, 20 do
  time.after("2h")
end
time.new_ticker("1h")
LUA
seep run timers.lua
status_is 0
err_has 'note      20 timers made at timers.lua:2 are still pending: nobody stop' \
  'note      ticker made at timers.lua:4 is still pending: nobody stopped it'
tap "timers of one place are one note"

tap_end

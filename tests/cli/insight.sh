#!/usr/bin/env bash
# What `seep test` finds out about a schedule that fails.

set -u
# shellcheck source=tests/cli/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
cd "$tmp" || exit 1

file phase.lua <<'LUA'
scenario{
  name = "phase",
  explore = { strategy = "random", runs = 5000 },
  main = function()
    local a, b = sync.mutex("a"), sync.mutex("b")
    local phase = shared(0, "phase")
    local wg = sync.waitgroup()
    local function act(when, first, second)
      a:lock()
      local p = phase:get()
      a:unlock()
      if p == when then
        first:lock()
        second:lock()
        second:unlock()
        first:unlock()
      end
      wg:done()
    end
    wg:add(3)
    go("one", act, 1, a, b)
    go("two", act, 2, b, a)
    go("three", function()
      for _, v in ipairs{1, 2, 0} do
        a:lock()
        phase:set(v)
        a:unlock()
      end
      wg:done()
    end)
    wg:wait()
  end,
}
LUA

for seed in 0 1000 2000 3000 4000; do
  seep test --seed $seed phase.lua
  status_is 1
  out_has "schedule  4 deviations, 4 preemptions; none with fewer fails" \
    "turns at  step " ": without this choice it does not fail so" \
    "lost      from step " "50 of 50 runs that go on at random fail so"
  tap "seed $seed: four preemptions, and none with fewer"
done

seep test --json phase.json phase.lua
status_is 1
grep -q '"fewest": *true' phase.json || complain "no proof in the JSON"
grep -q '"turn": *{' phase.json || complain "no turn in the JSON"
tap "JSON has it too"

file always.lua <<'LUA'
scenario{
  name = "always",
  main = function() chan():recv() end,
}
LUA
seep test always.lua
status_is 1
out_has "lost      from the start: all of 50 runs at random fail so"
out_lacks "turns at"
tap "what fails under every schedule"

file sometimes.lua <<'LUA'
scenario{
  name = "select",
  explore = { strategy = "random", runs = 50 },
  main = function()
    local a, b = chan(1, "a"), chan(1, "b")
    a:send(1)
    b:send(2)
    if select{ recv(a), recv(b) } == 2 then
      panic("the second")
    end
  end,
}
LUA
seep test sometimes.lua
status_is 1
out_has "schedule  1 deviation, 0 preemptions" "(main: select" "sometimes.lua:8)"
tap "a select that goes the other way"

# Computing is charged as steps too, which the rows of the picture do not count.
file computed.lua <<'LUA'
scenario{
  name = "computed",
  main = function()
    for _ = 1, 20000 do end
    local closed, wg = chan(), sync.waitgroup()
    local function close()
      if select{ recv(closed), default = true } == "default" then
        closed:close()
      end
    end
    for _ = 1, 2 do wg:go(close) end
    wg:wait()
  end,
}
LUA
seep test computed.lua
status_is 1
out_has "lost      from step 8 (g2: select: default, computed.lua:7) on"
tap "the step from which on it is lost is one of the picture's"

tap_end

#!/bin/bash
# --livelock: how long a loop may go round without an effect; a run that is cut
# before that has shown nothing.

. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

cd "$tmp" || exit 1

file round.lua <<'LUA'
local rounds = tonumber((...)) or 1 / 0
local ch, n = chan(), 0
repeat
  select{ recv(ch), default = true }
  n = n + 1
until n >= rounds
LUA
file test.lua <<'LUA'
scenario{
  name = "round and round", explore = { strategy = "default" },
  main = function()
    local ch = chan()
    while true do select{ recv(ch), default = true } end
  end,
  expect = always{ livelock = true },
}
LUA

seep run --livelock 10000 -q round.lua -- 500000
status_is 1
err_has 'FAIL  livelock: a loop goes round without progress'
seep run --livelock 1000000 -q round.lua -- 500000
status_is 0
tap "a loop is one when it has gone round for as long as is said"

seep run --max-steps 100000 -q round.lua
status_is 3
err_has 'LIMIT  limit: '
seep test --max-steps 100000 test.lua
status_is 1
out_has 'inconclusive'
seep test --max-steps 100000 --livelock 10000 test.lua
status_is 0
tap "a run that is cut before that is no pass and no livelock"

for n in 9999 0 -1 many ''; do
  seep run --livelock "$n" round.lua
  status_is 2
  err_has '--livelock: '
done
tap "anything but a number from 10000 up is wrong usage"

tap_end

#!/bin/bash
# Whoever ends the program by a signal gets what was printed until then, be it
# in a run, between two runs or in one call that never comes back.

. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

cd "$tmp" || exit 1

# The script sends the signal to itself, and would go on for very long.
file loop.lua <<'LUA'
local ffi = require "ffi"
ffi.cdef "int raise(int);"
print("before")
ffi.C.raise(tonumber(arg[1]))
for i = 1, 1e9 do runtime.gosched() end
print("after")
LUA
file call.lua <<'LUA'
local ffi = require "ffi"
ffi.cdef "int raise(int);"
print("before")
ffi.C.raise(tonumber(arg[1]))
local text = string.rep("a", 400)
print(text:find(string.rep("a-", 40) .. "b"))
LUA
file scenarios.lua <<'LUA'
local ffi = require "ffi"
ffi.cdef "int raise(int);"
scenario{ name = "first", main = function() end }
scenario{ name = "second", main = function() ffi.C.raise(2) end }
scenario{ name = "third", main = function() ffi.C.raise(2) end }
LUA

# shellcheck disable=SC2016 # for the inner shell
piped='"$@" | cat; echo "status ${PIPESTATUS[0]}"'

# dies_of SIGNAL COMMAND... — its output into a pipe, its status as a shell has
# it: 128 and the signal's number.
dies_of() {
  local number=$1
  shift
  observe bash -c "$piped" - "$@"
  status_is 0
  out_has "status $((128 + number))"
  out_lacks after
}

for signal in HUP:1 INT:2 TERM:15; do
  number=${signal#*:}
  for script in loop call; do
    dies_of "$number" "$SEEP" run --allow ffi --max-steps 1000000000000 "$script.lua" \
      -- "$number"
    out_has before
    tap "SIG${signal%:*} in $script.lua: the program dies of it, output is kept"
  done
done

dies_of 2 "$SEEP" test --allow ffi scenarios.lua
out_has "TAP version 13" "ok 1 - scenarios.lua: first"
out_lacks third
tap "test: the results until then are kept"

# A signal to all of several processes, as from a terminal.
file long.lua <<'LUA'
local ffi = require "ffi"
ffi.cdef "int kill(int, int);"
scenario{ name = "long", explore = { strategy = "default" },
  main = function()
    ffi.C.kill(0, 2)
    for i = 1, 1e9 do runtime.gosched() end
  end }
LUA
cp long.lua longer.lua
# shellcheck disable=SC2016 # for the inner shell
observe setsid -w bash -c 'trap : INT; "$@"; echo "status $?"' - "$SEEP" \
  test --allow ffi --jobs 2 long.lua longer.lua
status_is 0
out_has "TAP version 13" "status 130"
err_empty
tap "SIGINT to several processes: the first dies of it, and says nothing more"

# Nobody reads, so nothing can be written: it dies all the same.
file full.lua <<'LUA'
local ffi = require "ffi"
ffi.cdef "int raise(int);"
ffi.C.raise(15)
print(string.rep("x", 1e6))
LUA
# shellcheck disable=SC2016 # for the inner shell
observe bash -c '{ "$@"; echo "status $?" >&2; } | sleep 6' - timeout 30 \
  "$SEEP" run --allow ffi full.lua
status_is 0
err_has "status 143"
tap "SIGTERM: a reader that does not read keeps nothing alive"

# As of a command in the background, or one under nohup.
observe bash -c "trap '' INT; $piped" - \
  "$SEEP" run -q --allow ffi loop.lua --max-steps 20000 -- 2
out_has before "status 3"
tap "a signal that was ignored from the start is ignored"

tap_end

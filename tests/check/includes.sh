#!/usr/bin/env bash
# Includes point down: bindings -> chaos -> core, and inside core
# explore -> those who watch and explain -> the world -> its ground.
#
# The two lists below name the ground and the world; whatever else is in core/
# watches or explains, and nothing it knows may flow back. A new primitive is
# added to its list here.

set -u
cd "$(dirname "${BASH_SOURCE[0]}")/../.." || exit 1
# shellcheck source=tests/points.sh
. tests/points.sh

# Knows of no world: memory, names, records, queues.
ground=(err rng arena arena_heap arena_inside snapshot mem names object
  waiter op goroutine timer verdict text vector know access shadow)
# What runs: the step loop, and the primitives it performs.
world=(sim sim_inside runnable lifetime limits perform clock gmp choose host
  hook trace chan select mutex rwmutex waitgroup cond atomic gomap syncmap
  gate resource storm round vigil order order_chan weak)
lua='^(lua|luajit|lualib|lauxlib|lj_)'

# The C files below the folders; none when there is no such folder.
files() { find "$@" -name '*.[ch]' 2>/dev/null | sort; }

# The files of modules of core/.
modules() {
  local name
  for name; do
    find core -name "$name.[ch]"
  done
}

# For the files on stdin: "FILE:LINE: INCLUDED" for every #include "...",
# named from the root of the repository.
quoted() {
  # shellcheck disable=SC2016 # awk's own
  xargs -r awk '
    /^[ \t]*#[ \t]*include[ \t]*"/ {
      split($0, part, "\"")
      name = part[2]
      beside = FILENAME
      sub(/[^\/]*$/, name, beside)
      if ((getline line < beside) >= 0) name = beside
      close(beside)
      print FILENAME ":" FNR ": " name
    }'
}
# The same for <...>.
system() {
  # shellcheck disable=SC2016 # awk's own
  xargs -r awk '
    /^[ \t]*#[ \t]*include[ \t]*</ {
      split($0, part, /[<>]/)
      print FILENAME ":" FNR ": " part[2]
    }'
}

# Of such lines, those that include what a pattern matches, or does not.
of() { awk -v p="$1" '$2 ~ p'; }
but() { awk -v p="$1" '$2 !~ p'; }

# The headers of modules of core/, as a pattern.
headers() {
  local IFS='|'
  echo "^core/($*)[.]h\$"
}

# ---- between the folders ----

point "core/ includes core/ only" < <(files core | quoted | but '^core/')
point "core/ does not know Lua" < <(files core | system | of "$lua")
point "chaos/ includes core/ and chaos/ only" \
  < <(files chaos | quoted | but '^(core|chaos)/')
point "bindings/ includes core/, chaos/ and bindings/ only" \
  < <(files bindings | quoted | but '^(core|chaos|bindings)/')
point "bindings/lua stands below the other bindings" \
  < <(files bindings/lua | quoted | but '^(core|chaos|bindings/lua)/')
point "bindings/export does not know the terminal" \
  < <(files bindings/export | quoted | of '^bindings/(terminal|http)/')

# ---- inside core/ ----

point "the ground of core/ does not know the world" \
  < <(modules "${ground[@]}" | quoted | but "$(headers "${ground[@]}")")
point "the world of core/ does not know who watches it" \
  < <(modules "${world[@]}" | quoted |
    but "$(headers "${ground[@]}" "${world[@]}")")
point "core/explore stands above the rest of core/" \
  < <(files core | grep -v '^core/explore/' | quoted | of '^core/explore/')

# ---- on the way through other headers ----

# includes[FILE]: what it includes; through[FILE]: who includes it, on the way
# from the file that `reach` was called for.
declare -A includes through
while read -r where name; do
  includes[${where%%:*}]+=" $name"
done < <(files core chaos bindings | quoted)
reach() {
  local next
  for next in ${includes[$1]-}; do
    [[ -z ${through[$next]-} ]] || continue
    through[$next]=$1
    reach "$next"
  done
}

in_circles() {
  local file
  while read -r file; do
    through=()
    reach "$file"
    [[ -z ${through[$file]-} ]] || echo "$file: ${through[$file]} includes it"
  done < <(files core chaos bindings | grep 'h$')
}
point "no header includes itself on the way" < <(in_circles)

# Only bindings/lua sees Lua: also not through a header that includes Lua's.
seeing_lua() {
  local file header
  files bindings | grep -v '^bindings/lua/' | system | of "$lua"
  while read -r file; do
    through=()
    reach "$file"
    while read -r header; do
      [[ -z ${through[$header]-} ]] ||
        echo "$file: ${through[$header]} includes $header"
    done < <(files bindings/lua | grep 'h$' | system | of "$lua" |
      cut -d: -f1 | sort -u)
  done < <(files bindings | grep -v '^bindings/lua/')
}
point "only bindings/lua sees Lua's headers" < <(seeing_lua)

points_end

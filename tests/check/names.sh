#!/usr/bin/env bash
# A name means one thing, somebody uses it, and docs/HACKING.md knows of it.

set -u
cd "$(dirname "${BASH_SOURCE[0]}")/../.." || exit 1
# shellcheck source=tests/points.sh
. tests/points.sh

files() { find core chaos bindings "${@:2}" -name "$1" 2>/dev/null | sort; }

# "FILE: WHAT NAME" for every struct and enum that a header defines.
types() {
  files '*.h' | xargs grep -HoE '^(struct|enum) seep_[a-z0-9_]+ \{' |
    sed 's/:/: /; s/ {$//'
}
twice() {
  local again
  again=$(types | cut -d' ' -f2- | sort | uniq -d)
  [[ -z $again ]] || types | grep -wF "$again"
}
point "no two headers define a struct or an enum of the same name" < <(twice)

# Functions that headers declare; those that they define (inline).
declared() {
  files '*.h' | xargs grep -ohE '\bseep_[a-z0-9_]+\(' | tr -d '(' | sort -u
}
inline() {
  files '*.h' | xargs grep -hEA1 '^static .*inline' |
    grep -oE '\bseep_[a-z0-9_]+\(' | tr -d '(' | sort -u
}
# Names in our code that stand there no more often than $1 times.
rare() {
  files '*.[ch]' tests | xargs grep -ohE '\bseep_[a-z0-9_]+\b' |
    sort | uniq -c | awk -v most="$1" '$1 <= most { print $2 }'
}
# What is used stands in a header, where it is defined, and there.
unused() {
  comm -12 <(rare 2) <(declared) | comm -23 - <(inline)
  comm -12 <(rare 1) <(inline)
}
point "every function of a header is used" < <(unused)

# Files, without what stands behind the name: a .c and its .h are one module.
modules() {
  { files '*.[ch]' && find scripts/seep -name '*.lua'; } |
    sed 's|.*/||; s/[.].*//' | grep -v '_inside$' | sort -u
}
unnamed() {
  modules | while read -r name; do
    grep -qE "\`$name([.](c|h|lua))?\`" docs/HACKING.md || echo "$name"
  done
}
point "docs/HACKING.md names every module" < <(unnamed)

points_end

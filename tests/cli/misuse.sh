#!/bin/bash
# Wrong calls: each says in one line what is wrong and what was expected, at
# the line of the script that is to blame, and nothing of what is below it.
#
# Every file of misuse/ but every.lua is one check. Its first line is its
# name; further comment lines say what must hold:
#   -- says: TEXT      the panic is "FILE:LINE: TEXT", to the letter; a TEXT
#                      that ends in "..." is only the beginning
#   -- panics: TEXT    it is TEXT, one of Go's, and the stack begins at LINE
#   -- fatal: TEXT     so is the fatal error
#   -- command: NAME   seep NAME, not seep run
#   -- options: ...    and these options
# LINE is that of the comment `-- WRONG`.
#
# every.lua has a wrong call of each thing in interface.txt.

# shellcheck source=tests/cli/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

interface=$here/../../scripts/seep/interface.txt

# directive FILE NAME — its value.
directive() { sed -n "s/^-- $2: //p" "$1"; }

# line_is STREAM TEXT — one of its lines is TEXT; behind "# " in TAP.
line_is() {
  local line
  while IFS= read -r line; do
    line=${line##'# '}
    if [[ $line == "$2" ]] ||
      [[ $2 == *... && $line == "${2%...}"* ]]; then return; fi
  done <"$1"
  complain "no line is: $2"
}

# first_frame FILE LINE — the stack begins there.
first_frame() {
  local frame
  frame=$(grep -am 1 -P '^(# *)?\t\S+:\d+(: in |$)' "$1")
  [[ "$frame:" == *$'\t'"$2:"* ]] || complain "the stack begins: $frame"
}

# One panic or fatal error, with the script's frames only.
one_error() { # STREAM FILE
  local n foreign
  n=$(grep -acE '^(# *)?(panic|fatal error): ' "$1")
  ((n == 1)) || complain "$n errors are told"
  if foreign=$(grep -aoE '[^][:space:]"(<:]+(\.lua)?:[0-9]+:' "$1" |
    grep -vE "^$2:"); then
    complain "positions that are not the script's: $foreign"
  fi
  if grep -aqE 'seep:|scripts/seep|\[C\]|\[string|0x[0-9a-f]' "$1"; then
    complain "something of what is below shows"
  fi
}

cp "$here"/misuse/*.lua "$tmp"
cd "$tmp" || exit 1

for script in *.lua; do
  if [[ $script == every.lua ]]; then continue; fi
  name=$(sed -n '1s/^-- //p' "$script")
  command=$(directive "$script" command)
  read -ra options < <(directive "$script" options)
  line=$(grep -n -e '-- WRONG$' "$script" | cut -d: -f1)
  seep "${command:-run}" "${options[@]}" "$script"
  status_is 1
  stream=$err
  if [[ $command == test ]]; then stream=$out; fi
  says=$(directive "$script" says)
  panics=$(directive "$script" panics)
  fatal=$(directive "$script" fatal)
  if [[ $says ]]; then line_is "$stream" "panic: $script:$line: $says"; fi
  if [[ $panics ]]; then line_is "$stream" "panic: $panics"; fi
  if [[ $fatal ]]; then line_is "$stream" "fatal error: $fatal"; fi
  [[ $says$panics$fatal && $line ]] || complain "nothing is expected"
  first_frame "$stream" "$script:$line"
  one_error "$stream" "$script"
  err_plain
  out_plain
  tap "$name ($script)"
done

seep run every.lua
status_is 0
cp "$out" said
grep -a -A 1 '^BAD ' said >bad && complain "$(<bad)"
missing=$(comm -23 <(sed -n 's/^@//p' "$interface" | sort) <(sort said))
[[ -z $missing ]] || complain "no wrong call of: $missing"
: >"$out"
tap "everything in interface.txt says what is wrong with a call of it"

tap_end

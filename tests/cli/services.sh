#!/bin/bash
# scripts/services: services under plans of many faults. Whoever explores a
# bad twin finds what was planted in it; the good twin stays clean.

. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

LIMIT=120
folder=$here/../../scripts/services
cd "$folder" || exit 1

# The bugs of a script, and what each is to be found as.
bugs_of() {
  sed -n '/^local bugs = {/,/^}/s/^  { "\([^"]*\)".*/\1/p' "$1"
}

for path in *.lua; do
  name=${path%.lua}
  mapfile -t bugs < <(bugs_of "$path")

  seep test "$path"
  status_is 0
  out_has "good # 101 runs" "# $((${#bugs[@]} + 1)) passed, 0 failed"
  tap "$name: each bug is met as its verdict, the good twin passes"

  seep explore --runs 100 --seed 1000 --filter 'good' "$path"
  status_is 0
  out_has 'good: no failure in 100 runs'
  tap "$name: 100 more runs of the good twin, and nothing to be found"

  seep explore --filter 'bad: *' "$path"
  status_is 1
  for bug in "${bugs[@]}"; do
    out_has "bad: $bug: a failure in "
    grep -q -- "$bug" "$folder/../../docs/chaos.md" ||
      complain "docs/chaos.md has no \"$bug\""
  done
  (($(grep -c '^  schedule  .*fault' "$out") == ${#bugs[@]})) ||
    complain "a schedule has no fault"
  (($(grep -c 'the failure needs the faults' "$out") == ${#bugs[@]})) ||
    complain "a failure needs no faults"
  tap "$name: all ${#bugs[@]} bugs are found, and shrunk to the faults they need"

  sed 's/chaos = plan(), //; s/, chaos = plan()//' "$path" >"$tmp/$path"
  seep explore --runs 40 "$tmp/$path"
  status_is 0
  out_lacks 'a failure in'
  tap "$name: without faults there is nothing to be found"
done

mkdir "$tmp/both"
cp pipeline.lua pubsub.lua "$tmp/both"
seep explore -q --runs 100 "$tmp/both"
status_is 1
out_has 'pipeline.lua: bad: last batch forgotten: a failure in ' \
  'pubsub.lua: bad: if for while: a failure in '
tap "a folder is explored as its files are"

tap_end

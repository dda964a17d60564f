#!/bin/bash
# Failing schedules of every strategy, replayed in processes of their own: what
# the run's events come to (the digest) and its verdict must be the same.
#
# COUNT schedules (40) are taken from scripts/goker and scripts/patterns; make
# replay-1000 takes a thousand.

. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

if ! command -v jq >/dev/null; then
  echo "1..0 # SKIP there is no jq"
  exit 0
fi
COUNT=${COUNT:-40}
LIMIT=60
root=$(cd "$here/../.." && pwd)
strategies=(auto random pct pct:10 pos urw surw delay:3 swarm dfs dpor)

# In the order that takes something of everything early.
mapfile -t scripts < <(cd "$root" && printf "%s\n" scripts/goker/*.lua \
  scripts/patterns/*.lua | awk '{ print NR * 37 % 101, $0 }' | sort -n |
  cut -d ' ' -f 2)

# Lines of FILE SCHEDULE DIGEST VERDICT STRATEGY for each schedule that fails.
record() {
  timeout "$LIMIT" "$SEEP" explore -q --strategy "$2" --runs 60 --time 5s \
    --json "$tmp/found.json" "$1" >"$out" 2>"$err"
  (($? < 2)) || complain "$1, $2: $(head -1 "$err")"
  jq -r --arg file "$1" --arg strategy "$2" '
    .explored[] | .failures[] | select(.recorded != "") |
    [$file, .recorded, .digest, .run.verdict, $strategy] | join(" ")' \
    "$tmp/found.json" >>"$tmp/recorded"
}

cd "$root" || exit 1
complaints=()
: >"$tmp/recorded"
n=0
i=0
while ((n < COUNT && i < ${#scripts[@]} * ${#strategies[@]})); do
  record "${scripts[i % ${#scripts[@]}]}" \
    "${strategies[i % ${#strategies[@]}]}"
  i=$((i + 1))
  n=$(wc -l <"$tmp/recorded")
done
((n >= COUNT)) || complain "only $n schedules fail"
((n < 40 || $(cut -d ' ' -f 5 "$tmp/recorded" | sort -u | wc -l) == \
  ${#strategies[@]})) || complain "not all strategies found something"
tap "schedules that fail are found, of every strategy ($n)"

wrong=()
while read -r script schedule digest verdict strategy; do
  timeout "$LIMIT" "$SEEP" replay -v --linear --report "$tmp/again.json" \
    "$script" --schedule "$schedule" >"$out" 2>"$err"
  [[ $(sed -n 's/^digest //p' "$err") == "$digest" ]] ||
    wrong+=("$strategy: $script --schedule $schedule: another digest")
  [[ $(jq -r .verdict "$tmp/again.json") == "$verdict" ]] ||
    wrong+=("$strategy: $script --schedule $schedule: not $verdict")
done <"$tmp/recorded"
complaints=("${wrong[@]:0:10}")
tap "each of them has the same digest and verdict in a process of its own"

tap_end

#!/usr/bin/env bash
# How many schedules it takes until each strategy finds a bug.
#
#   found.sh [SEEP] PATH...       SEEP is build/seep unless given
#
# Searches the scenarios of the files and folders by each of STRATEGIES, with
# SEEDS seeds (20) and RUNS runs at most (1000), and prints a table: a row is a
# scenario, a field the mean number of the first run that shows what the
# scenario expects (those that dpor gives up included; the first one of each
# search is Go's own schedule), with *k behind it when only k searches found
# it, of those; "-" when none did. Scenarios called "... fixed" are left out.
# The last rows sum up: searches that found the bug; the median and the largest
# number of runs; the runs needed in all, where none found counts as RUNS.
# `--rows N` leaves out the rows of bugs that no strategy needs more than N for,
# `--by-file` names a row by its file. FILTER is that of `seep test`.
#
# dfs, dpor and default are the same with each seed but for what scripts draw:
# they are asked once. JOBS searches run at a time (as there are processors).

# shellcheck source=tests/bench/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

# search STRATEGY SEED — lines of: strategy, first run or 0, scenario.
search() {
  local json=$tmp/$1.$2.json status=0
  "$seep" test --strategy "$1" --seed "$2" --runs "$runs" --json "$json" \
    --filter "${FILTER-}" "${paths[@]}" >/dev/null 2>"$json.err" || status=$?
  if ((status > 1 && status != 3)); then
    cat "$json.err" >&2
    return 1
  fi
  awk -v strategy="$1" '
    { gsub(/^ *"|",?$/, "") }
    sub(/^file": "/, "") { file = $0; sub(/.*\//, "", file) }
    sub(/^name": "/, "") { name = $0 }
    sub(/^first_finding": /, "") && name !~ / fixed$/ {
      sub(/\.lua$/, "", file)
      print strategy "\t" ($0 + 0) "\t" (by_file ? file : name)
    }' by_file="$by_file" "$json"
}

# table — of what search says, on stdin.
table() {
  awk -F '\t' -v order="$strategies" -v runs="$runs" -v rows="$rows" '
    function median(list, n,   i, j, v, x) {
      split(list, v, " ")
      for (i = 2; i <= n; i++)
        for (j = i; j > 1 && v[j] + 0 < v[j - 1] + 0; j--) {
          x = v[j]; v[j] = v[j - 1]; v[j - 1] = x
        }
      return v[int((n + 1) / 2)]
    }
    {
      key = $3 SUBSEP $1
      if (!($3 in seen)) { seen[$3]; name[++n] = $3 }
      asked[key]++; all[$1]++
      cost[$1] += $2 ? $2 : runs
      if ($2 > worst[$3]) worst[$3] = $2
      if (!$2) { worst[$3] = runs + 1; next }
      found[key]++; sum[key] += $2; hits[$1]++
      list[$1] = list[$1] " " $2
      if ($2 > most[$1]) most[$1] = $2
    }
    function field(key) {
      if (!found[key]) return "-"
      return sprintf("%.0f", sum[key] / found[key]) \
        (found[key] < asked[key] ? "*" found[key] : "")
    }
    function line(title, what,   i, s) {
      s = "| " title
      for (i = 1; i <= count; i++) s = s " | " what[strategy[i]]
      print s " |"
    }
    END {
      count = split(order, strategy, " ")
      s = "| |"; t = "| --- |"
      for (i = 1; i <= count; i++) { s = s " " strategy[i] " |"; t = t " --: |" }
      print s; print t
      for (k = 1; k <= n; k++) {
        if (worst[name[k]] <= rows) { easy++; continue }
        for (i = 1; i <= count; i++)
          now[strategy[i]] = field(name[k] SUBSEP strategy[i])
        line(name[k], now)
      }
      for (i = 1; i <= count; i++) {
        s = strategy[i]
        of[s] = hits[s] + 0 "/" all[s] + 0
        middle[s] = hits[s] ? median(list[s], hits[s]) : "-"
        largest[s] = hits[s] ? most[s] : "-"
        mean[s] = all[s] ? sprintf("%.1f", cost[s] / all[s]) : "-"
      }
      line("*found, of searches*", of)
      line("*median*", middle)
      line("*largest*", largest)
      line("*mean, none counted as " runs "*", mean)
      if (easy) print "\n" easy " bugs that all find in " rows \
        " runs at most have no row of their own."
    }'
}

seep=$here/../../build/seep
if (($# > 0)) && [[ -f $1 && -x $1 ]]; then
  seep=$1
  shift
fi
rows=0 by_file=0
while (($# > 0)) && [[ $1 == --* ]]; do
  case $1 in
  --rows) rows=${2:?} && shift ;;
  --by-file) by_file=1 ;;
  *) die 2 "no option $1" ;;
  esac
  shift
done
(($# > 0)) || die 2 "name files or folders of scenarios"
paths=("$@")
seeds=${SEEDS:-20}
runs=${RUNS:-1000}
samples='surw pos pct:3 pct:10 urw random delay coverage'
strategies=${STRATEGIES:-auto dpor dfs $samples}
jobs=${JOBS:-$(nproc)}

for strategy in $strategies; do
  for ((i = 1; i <= seeds; i++)); do
    [[ $i == 1 || ! $strategy =~ ^(dfs|dpor|default)$ ]] || continue
    while (($(jobs -pr | wc -l) >= jobs)); do wait -n; done
    search "$strategy" $((i * 1000003)) >"$tmp/$strategy.$i.found" &
  done
done
wait
for strategy in $strategies; do
  for ((i = 1; i <= seeds; i++)); do
    [[ ! -e $tmp/$strategy.$i.found ]] || cat "$tmp/$strategy.$i.found"
  done
done | table

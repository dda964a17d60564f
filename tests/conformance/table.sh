#!/usr/bin/env bash
# Makes docs/go-compatibility.md, which says what of Go holds and which test
# shows it: from bullets.txt and the names of the tests.
#
#   table.sh              prints the document
#   table.sh --untested   the points that no test has the number of
#   table.sh --unknown    the tests whose numbers are no point's
#   table.sh --names      the tests, which takes a while: the others take them
#                         from the file NAMES when there is such a variable
#
# UPDATE=1 tests/check/compatibility.sh writes the document. SEEP is the
# program (build/seep).

set -u
cd "$(dirname "${BASH_SOURCE[0]}")/../.." || exit 1

export SEEP=${SEEP:-build/seep}
what=${1:-document}
bullets=tests/conformance/bullets.txt

# The names of the test points on stdin that are ok.
points() { sed -nE 's/^ok [0-9]+ - //; T; s/ # .*//; p'; }

# FILE<tab>NAME of each test that passes: a promise needs one that does.
names() {
  "$SEEP" test tests/conformance 2>/dev/null | points |
    sed -E 's/^([^ ]+\.lua): /\1\t/'
  bash tests/cli/go.sh | points | sed 's|^|tests/cli/go.sh\t|'
}

# Those of our numbers, and those of Go's programs.
names=$(if [[ ${NAMES-} ]]; then cat "$NAMES"; else names; fi)
numbered=$(grep -v '/programs/' <<<"$names")
programs=$(grep '/programs/' <<<"$names")

# The points, one a line: SECTION<tab>NUMBER<tab>TEXT<tab>SEE<tab>REASON, and
# =<tab>SECTION<tab>TITLE before those of a section.
read_bullets() {
  awk -v OFS='\t' '
    function flush() {
      if (number == "") return
      see = ""
      if (match(text, / -> D\.[0-9]+$/)) {
        see = substr(text, RSTART + 4)
        text = substr(text, 1, RSTART - 1)
      }
      print section, number, text, see, reason
      number = ""
    }
    /^#/ || /^$/ { next }
    /^= / {
      flush()
      section = $2
      sub(/^= [^ ]+ /, "")
      print "=", section, $0
      next
    }
    /^  \| / { sub(/^  \| /, ""); reason = $0; next }
    /^ / {
      sub(/^ +/, "")
      if (reason != "") reason = reason " " $0; else text = text " " $0
      next
    }
    {
      flush()
      number = $1
      reason = ""
      text = $0
      sub(/^[^ ]+ /, "", text)
    }
    END { flush() }' "$bullets"
}

# What is asked for of points and tests.
tables() {
  awk -F'\t' -v what="$what" '
    function short(file) {
      sub(/^tests\/conformance\//, "", file)
      return "`" file "`"
    }
    function rows(number, cells, none,   i, n, list) {
      n = split(tests[number], list, "\n")
      for (i = 1; i < n; i++)
        print (i == 1 ? cells : none) " | " list[i] " |"
    }
    NR == FNR {
      number = $2
      sub(/ .*/, "", number)
      where[number] = $1 ": " $2
      name = substr($2, length(number) + 2)
      tests[number] = tests[number] short($1) ": " name "\n"
      next
    }
    $1 == "=" {
      if (what != "document") next
      if ($2 == "D") {
        print "\n## " $3 "\n\n| | what seep does | why | test |"
        print "| --- | --- | --- | --- |"
      } else {
        print "\n### " $2 ". " $3 "\n\n| | Go | test |\n| --- | --- | --- |"
      }
      next
    }
    {
      known[$2] = 1
      if (what == "--untested" &&
          (($4 == "" && !($2 in tests)) || ($4 != "" && !($4 in tests))))
        print $2 " " $3
      if (what != "document") next
      if ($1 == "D") {
        rows($2, "| " $2 " | " $3 " | " $5, "| | |")
        next
      }
      if ($4 != "") tests[$2] = "see " $4 "\n" tests[$2]
      rows($2, "| " $2 " | " $3, "| |")
    }
    END {
      if (what == "--unknown")
        for (number in where)
          if (!(number in known)) print where[number]
    }' <(echo "$numbered") <(read_bullets) |
    if [[ $what == document ]]; then cat; else LC_ALL=C sort; fi
}

# ---- the document ----

program_rows() {
  local file name before=
  while IFS=$'\t' read -r file name; do
    file=${file#tests/conformance/programs/}
    if [[ $file == "$before" ]]; then
      echo "| | $name |"
    else
      echo "| \`$file\` | $name |"
    fi
    before=$file
  done <<<"$programs"
}

# "chan, cond, ...": what tests/twins is about.
twin_areas() {
  find tests/twins -mindepth 1 -maxdepth 1 -type d -printf '%f\n' |
    LC_ALL=C sort | paste -sd, | sed 's/,/, /g'
}

# The list in tests/twins.sh of those that do not agree yet.
twin_rows() {
  local pair
  local -A todo=()
  eval "$(sed -n '/^# What differs from Go so far/,/^)/p' tests/twins.sh |
    sed 's/^declare -A //')"
  for pair in "${!todo[@]}"; do
    echo "| \`$pair\` | ${todo[$pair]} |"
  done | LC_ALL=C sort
}

document() {
  cat <<'END'
# Compatibility with Go

<!-- Made by tests/conformance/table.sh of tests/conformance/bullets.txt and
the names of the tests; UPDATE=1 tests/check/compatibility.sh makes it anew. -->

A script's goroutines, channels, timers, locks and contexts behave as Go's do;
where Go's versions differ, as the newest's do. This is what that means, point
by point, with the tests that show it. `make conformance` runs them, and
programs that are written in Go and in Lua and have to print the same. What is
different on purpose stands under [Differences](#differences), with reasons.

A test is a scenario of `seep test` in a file of `tests/conformance`; most of
them have to hold under Go's own order and under a hundred random ones. Its
name begins with the number of its point: those of 6.2b are run by
`build/seep test --filter '*: 6.2b *' tests/conformance`.

## What Go promises
END
  tables
  cat <<'END'

## Go's own programs

The programs by which Go tests its channels, and what they check here:

| `tests/conformance/programs` | test |
| --- | --- |
END
  program_rows
  cat <<'END'

## Programs written twice

In `tests/twins` each program stands twice, in Go and in Lua. Both have to
print the same and to end alike, with the same panic or fatal error. Their
areas are
END
  echo "$(twin_areas)." | fold -s -w 76 | sed 's/ $//'
  cat <<'END'

These do not agree yet. That is not on purpose:

| program | why |
| --- | --- |
END
  twin_rows
}

case $what in
document) document ;;
--names) echo "$names" ;;
--untested | --unknown) tables ;;
*)
  echo "table.sh: no such option: $what" >&2
  exit 2
  ;;
esac

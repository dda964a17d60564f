#!/usr/bin/env bash
# docs/patterns.md says what the scripts in scripts/patterns are and expect;
# every script stands in it. UPDATE=1 writes its tables anew.

set -u
cd "$(dirname "${BASH_SOURCE[0]}")/../.." || exit 1

SEEP=${SEEP:-build/seep}
document=docs/patterns.md
if [[ ! -x $SEEP ]]; then
  echo "Bail out! $SEEP is not a program"
  exit 1
fi
made=$(mktemp) || exit 1
trap 'rm -f "$made"' EXIT

bad=0
"$SEEP" run -q --allow io tests/check/patterns.lua -- "$document" \
  scripts/patterns/*.lua >"$made"
status=$?
if ((status == 0)) && ! grep -q '^! ' "$made"; then
  echo "ok 1 - $document: a row for every script, and a script for every row"
else
  bad=1
  echo "not ok 1 - $document: a row for every script, and a script for every row"
  grep '^! ' "$made" | sed 's/^!/#/'
  echo "# status $status"
fi

((bad)) || [[ ! ${UPDATE-} ]] || cp "$made" "$document"
mapfile -t difference < <(diff "$document" "$made")
if ((${#difference[@]} == 0)); then
  echo "ok 2 - $document: the rows are what the scripts say"
else
  bad=1
  echo "not ok 2 - $document: the rows are what the scripts say"
  printf '# %s\n' "${difference[@]}"
fi
echo "1..2"
exit $bad

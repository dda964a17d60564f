#!/usr/bin/env bash
# docs/patterns.md says what the scripts in scripts/patterns are and expect;
# every script stands in it. UPDATE=1 writes its tables anew.

set -u
cd "$(dirname "${BASH_SOURCE[0]}")/../.." || exit 1
# shellcheck source=tests/points.sh
. tests/points.sh

SEEP=${SEEP:-build/seep}
document=docs/patterns.md
if [[ ! -x $SEEP ]]; then
  echo "Bail out! $SEEP is not a program"
  exit 1
fi
made=$(mktemp) || exit 1
trap 'rm -f "$made"' EXIT

# What the table and the scripts do not agree in, each in a line.
rows() {
  "$SEEP" run -q --allow io tests/check/patterns.lua -- "$document" \
    scripts/patterns/*.lua >"$made" || echo "status $?"
  sed -n 's/^! //p' "$made"
}

point "$document: a row for every script, and a script for every row" < <(rows)
if [[ ${UPDATE-} ]] && ! grep -q '^! ' "$made"; then cp "$made" "$document"; fi
point "$document: the rows are what the scripts say" \
  < <(diff "$document" "$made")
points_end

#!/usr/bin/env bash
# Every point of Go's semantics has a test that passes, every test of
# tests/conformance a point, and docs/go-compatibility.md lists both as they
# are now; with UPDATE=1 it is made anew.

set -u
cd "$(dirname "${BASH_SOURCE[0]}")/../.." || exit 1
# shellcheck source=tests/points.sh
. tests/points.sh

export SEEP=${SEEP:-build/seep}
if [[ ! -x $SEEP ]]; then
  echo "Bail out! $SEEP is not a program"
  exit 1
fi
table=tests/conformance/table.sh
document=docs/go-compatibility.md
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT
"$table" --names >"$tmp/names"
export NAMES=$tmp/names

differences() {
  "$table" >"$tmp/made" || echo "$table failed"
  if [[ ${UPDATE-} ]]; then cp "$tmp/made" "$document"; fi
  diff "$document" "$tmp/made" && return
  echo "UPDATE=1 tests/check/compatibility.sh makes it anew"
}

point "every point has a test that passes" < <("$table" --untested)
point "every test has a point" < <("$table" --unknown)
point "$document lists them as they are" < <(differences)
points_end

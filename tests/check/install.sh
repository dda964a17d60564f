#!/usr/bin/env bash
# What `make install` puts where, and that `make uninstall` takes it all away.

set -u
cd "$(dirname "${BASH_SOURCE[0]}")/../.." || exit 1
# shellcheck source=tests/points.sh
. tests/points.sh

unset MAKEFLAGS MFLAGS MAKELEVEL # of a make that runs this
SEEP=${SEEP:-build/seep}
if [[ ! -x $SEEP ]]; then
  echo "Bail out! $SEEP is not a program"
  exit 1
fi
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT

# The program that is tested takes the place of one that would be built.
installing() {
  ${MAKE:-make} -s --no-print-directory "$1" DESTDIR="$tmp" PREFIX=/usr \
    BUILD="$tmp/build" OUT="${SEEP%/*}" -o build 2>&1
}

lacking() {
  local doc=$tmp/usr/share/doc/seep file
  [[ $("$tmp/usr/bin/seep" version) == "$("$SEEP" version)" ]] ||
    echo "the program is another one"
  for file in README.md LICENSE docs/*.md; do
    cmp "$file" "$doc/${file#docs/}" 2>&1
  done
  for file in scripts/{demo,patterns,goker}/*.lua; do
    cmp "$file" "$doc/${file#scripts/}" 2>&1
  done
}

point "make install runs" < <(installing install)
point "program, documents and scripts are where they should be" < <(lacking)
point "make uninstall runs" < <(installing uninstall)
point "make uninstall takes all of it away" < <(find "$tmp/usr" -type f)
points_end

#!/usr/bin/env bash
# What the documents say is so: their scripts print what stands below them,
# the files, commands and packages they name exist.
#
# A ```lua block that begins with `-- NAME.lua` is a script: it is run, or
# tested when it has scenarios, and must not end in a usage error. When a
# ```text block follows, that is what it prints (stdout, then stderr); with
# UPDATE=1 what stands there is replaced by what was printed.

set -u
cd "$(dirname "${BASH_SOURCE[0]}")/../.." || exit 1
# shellcheck source=tests/points.sh
. tests/points.sh

SEEP=${SEEP:-build/seep}
[[ $SEEP == /* ]] || SEEP=$PWD/$SEEP
if [[ ! -x $SEEP ]]; then
  echo "Bail out! $SEEP is not a program"
  exit 1
fi
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT

# Writes the scripts of a document to $tmp/NAME.lua and what they print to
# $tmp/NAME.txt; prints their names.
scripts_of() {
  awk -v folder="$tmp" '
    /^```/ {
      if (kind) { kind = ""; next }
      kind = substr($0, 4); first = 1
      file = kind == "text" && name ? folder "/" name ".txt" : ""
      if (file) { printf "" >file; name = "" }
      next
    }
    kind == "lua" && first && match($0, /^-- [a-z]+\.lua$/) {
      name = substr($0, 4, length($0) - 7)
      file = folder "/" name ".lua"
      print name
    }
    kind { first = 0; if (file) print >file }' "$1"
}

run_script() { # NAME
  local command="run" status
  cd "$tmp" || exit
  ! grep -q '^scenario{' "$1.lua" || command="test"
  "$SEEP" "$command" "$1.lua" >"$1.out" 2>"$1.err"
  status=$?
  cat "$1.err" >>"$1.out"
  ((status < 2)) || { echo "status $status"; cat "$1.out"; }
  [[ ! -f $1.txt ]] || diff "$1.txt" "$1.out"
}

# The document with the ```text blocks of its scripts as they are printed.
updated() {
  awk -v folder="$tmp" '
    /^```/ && kind { kind = ""; printed = 0 }
    /^```./ && !kind {
      kind = substr($0, 4); first = 1
      print
      if (kind == "text" && name) {
        while ((getline line <(folder "/" name ".out")) > 0) print line
        printed = 1; name = ""
      }
      next
    }
    kind == "lua" && first && match($0, /^-- [a-z]+\.lua$/) {
      name = substr($0, 4, length($0) - 7)
    }
    { first = 0; if (!printed) print }' "$1"
}

# The names between backquotes in a document that look like files of ours.
files_named() {
  grep -oE '`?(core|bindings|scripts|tests|docs|chaos)/[A-Za-z0-9_./-]*' "$1" |
    tr -d '`' | sed 's/[.,]*$//' | sort -u
}
missing_files() { # DOCUMENT
  local file
  while read -r file; do
    [[ $file == *NAME* || -e $file || -e $file.c || -e $file.h ]] ||
      echo "there is no $file"
  done < <(files_named "$1")
}

# Words of the source tour that no file stands behind.
missing_modules() {
  local word
  while read -r word; do
    compgen -G "core/$word" >/dev/null ||
      compgen -G "core/$word.[ch]" >/dev/null ||
      compgen -G "core/explore/$word" >/dev/null ||
      compgen -G "core/explore/$word.[ch]" >/dev/null ||
      compgen -G "chaos/$word.[ch]" >/dev/null ||
      compgen -G "bindings/*/$word" >/dev/null ||
      compgen -G "bindings/*/$word.[ch]" >/dev/null ||
      compgen -G "scripts/seep/$word*" >/dev/null || echo "there is no $word"
  done < <(sed -n '/^## 2/,/^## 3/p' docs/HACKING.md | grep '^| `' |
    cut -d'|' -f2 | grep -oE '[a-z0-9_.]+')
}

commands_named() {
  local name
  while read -r name; do
    "$SEEP" help "$name" >/dev/null 2>&1 || echo "there is no seep $name"
  done < <(grep -oE '^\| `seep [a-z]+' README.md | cut -d' ' -f3)
}

# Packages of the Makefile that the README does not name, and the reverse.
packages() {
  local listed
  # shellcheck disable=SC2016 # backquotes of Markdown
  local named='`[a-z0-9.+-]+`'
  listed=$(MAKEFLAGS='' make -s --no-print-directory packages) || echo "make packages failed"
  diff <(tr ' ' '\n' <<<"$listed" | sort) \
    <(sed -n '/^## Debian/,/^## Lic/p' README.md | grep -oE "$named" |
      tr -d '`' | grep -v '^make$' | sort -u)
}

for document in README.md docs/*.md; do
  while read -r name; do
    point "$document: $name.lua" < <(run_script "$name")
  done < <(scripts_of "$document")
  if [[ ${UPDATE-} ]]; then
    updated "$document" >"$tmp/document" && cp "$tmp/document" "$document"
  fi
  point "$document: its files exist" < <(missing_files "$document")
done
point "docs/HACKING.md: its tour names files" < <(missing_modules)
point "README.md: its commands exist" < <(commands_named)
point "README.md: the packages are the Makefile's" < <(packages)
points_end

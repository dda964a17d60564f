#!/usr/bin/env bash
# docs/prompt.md shows the prompt's :tour as it is: typed in tmux into the real
# program. UPDATE=1 writes the transcript there anew.

set -u
cd "$(dirname "${BASH_SOURCE[0]}")/../.." || exit 1
SEEP=${SEEP:-build/seep}
[[ $SEEP == /* ]] || SEEP=$PWD/$SEEP
if ! command -v tmux >/dev/null; then
  echo "1..0 # SKIP tmux is not installed"
  exit 0
fi
tmp=$(mktemp -d) || exit 1
export XDG_CONFIG_HOME=$tmp XDG_STATE_HOME=$tmp TMUX_TMPDIR=$tmp
export TERM=screen-256color
trap 'tmux -L tour kill-server 2>/dev/null; rm -rf "$tmp"' EXIT

screen() { tmux -L tour capture-pane -p "$@"; }
# Waits until the prompt is there again, and nothing behind it.
ready() {
  for _ in {1..100}; do
    screen | sed '/^$/d' | tail -n 1 | grep -qE '^\[[0-9]+\]> *$' && return
    sleep 0.1
  done
}
type_line() {
  tmux -L tour send-keys -l "$1"
  tmux -L tour send-keys Enter
  sleep 0.1
  ready
}

stops=$(echo :tour x | "$SEEP" 2>&1 | sed 's/.* to //')
(cd "$tmp" && tmux -L tour -f /dev/null new-session -d -x 100 -y 200 "'$SEEP'")
ready
for ((i = 1; i <= stops; i++)); do
  type_line ':tour'
  while IFS= read -r line; do
    type_line "$line"
  done < <(echo ":tour $i" | "$SEEP" 2>/dev/null | sed -n 's/^    //p')
done
type_line ':tour'
screen -J | sed -e 's/ *$//' | sed -e :a -e '/^\n*$/{$d;N;ba' -e '}' |
  sed '$d' >"$tmp/transcript"

# The document with the transcript in the text block below that heading.
awk -v file="$tmp/transcript" '
  /^## / { tour = $0 == "## The tour" }
  tour && /^```text/ { print; while ((getline line <file) > 0) print line; skip = 1 }
  /^```$/ { skip = 0 }
  !skip' docs/prompt.md >"$tmp/prompt.md"
echo 1..1
if cmp -s "$tmp/prompt.md" docs/prompt.md; then
  echo "ok 1 - docs/prompt.md is what :tour shows"
elif [[ ${UPDATE:-} == 1 ]]; then
  cp "$tmp/prompt.md" docs/prompt.md
  echo "ok 1 - docs/prompt.md has been written anew"
else
  echo "not ok 1 - docs/prompt.md is what :tour shows (UPDATE=1 writes it)"
  diff docs/prompt.md "$tmp/prompt.md" | head -n 20 | sed 's/^/# /'
  exit 1
fi

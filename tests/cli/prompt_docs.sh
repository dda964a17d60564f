#!/usr/bin/env bash
# The sessions shown in docs/prompt.md: what is typed there comes to what stands
# there.  UPDATE=1 writes that anew.

set -u
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
page=$here/../../docs/prompt.md
cd "$tmp" || exit 1
export XDG_CONFIG_HOME=$tmp/config XDG_STATE_HOME=$tmp/state

# What stands between the answers: those of a command that does nothing.
"$SEEP" <<<':help quit' >mark

# answers FILE — the session with a "[N]> " before each input, and its output.
answers() {
  local line
  grep '^\[[0-9]*\]> ' "$1" >inputs
  while IFS= read -r line; do
    printf '%s\n:help quit\n' "${line#*]> }"
  done <inputs >typed
  echo ':quit' >>typed
  timeout -k 1 "$LIMIT" "$SEEP" <typed >said 2>&1
  grep -v '^\[[0-9]*\]> ' "$1" | grep '^seep: ' # the greeting
  awk 'NR == FNR { mark[++n] = $0; next }
       FILENAME == "inputs" { input[++m] = $0; next }
       FNR == 1 { print input[k = 1] }
       $0 == mark[1] { skip = n - 1; if (k == m) exit; print input[++k]; next }
       skip > 0 { skip--; next }
       { print }' mark inputs said
}

# Each block of the page that is a session, in a file of its own.
awk '/^```text$/ { n++; file = "block" n; next } /^```$/ { file = "" }
     file { print > file }' "$page"
number=0
for block in $(printf '%s\n' block* | sort -V); do
  grep -q '^\[1\]> ' "$block" || continue
  number=$((number + 1))
  complaints=()
  : >"$err"
  answers "$block" >anew
  diff "$block" anew >"$out" || complain "it comes to something else"
  if [[ -n ${UPDATE-} ]] && ! cmp -s "$block" anew; then
    awk -v want="${block#block}" '
      /^```text$/ { n++ }
      /^```$/ && skips { skips = 0 }
      !skips { print }
      /^```text$/ && n == want {
        skips = 1
        while ((getline line < "anew") > 0) print line
      }' "$page" >other
    cp other "$page"
  fi
  tap "session $number of docs/prompt.md"
done

tap_end

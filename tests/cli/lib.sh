# shellcheck shell=bash
# Small functions shared by the tests of the command line.
#
# A check runs the program once with `seep ARGS...` (or `observe COMMAND...`),
# states what must hold with `status_is`, `err_has` and their like, and ends
# with `tap NAME`, which prints the TAP line and, when something did not hold,
# every complaint and the first lines of both streams as `# ` diagnostics.
# `tap_end` prints the plan; its status is the status of the script.
#
# Environment: SEEP is the program (build/seep), LIMIT the seconds that one
# run may take (5). A run that crashes, ends with status 70 (an internal
# error), outlives LIMIT or lets the machinery below the script show through
# on stderr is a complaint in every check, without being asked for.

SEEP=${SEEP:-build/seep}
LIMIT=${LIMIT:-5}
[[ $SEEP == /* ]] || SEEP=$PWD/$SEEP
if [[ ! -f $SEEP || ! -x $SEEP ]]; then
  echo "Bail out! $SEEP is not a program"
  exit 1
fi

# Where the test scripts lie; where temporary files go. Runs take place in
# $tmp, so that the names in messages are short.
# shellcheck disable=SC2034 # for the scripts
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd) || exit 1
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT
out=$tmp/.stdout
err=$tmp/.stderr
ulimit -c 0

# What no message to a person may contain: names of the C interfaces, C source
# positions, addresses of C functions, words of a crash.
noise='lua_[a-z]|luaL_|lj_[a-z]|C stack|\[C\]: at 0x|Segmentation fault'
noise+='|core dumped|Sanitizer|\.[ch]:[0-9]|PANIC: unprotected|core/[a-z]'
noise+='|bindings/'

# The most that one run may say on stderr, and that is kept of its stdout.
most_err=262144
most_out=2000000

tap_count=0
tap_failed=0
complaints=()
status=0

complain() { complaints+=("$*"); }

# observe COMMAND... — run it under the time limit; set status, $out and $err.
observe() {
  complaints=()
  : >"$err"
  timeout -k 1 "$LIMIT" "$@" </dev/null 2>"$err" | tail -c "$most_out" >"$out"
  status=${PIPESTATUS[0]}
  not_crashed
}

# seep ARGS... — the same for the program.
seep() { observe "$SEEP" "$@"; }

not_crashed() {
  if ((status == 124 || status == 137)); then
    complain "did not end within $LIMIT s"
  elif ((status > 124)); then
    complain "crashed: status $status"
  elif ((status == 70)); then
    complain "internal error: status 70"
  fi
  if (($(wc -c <"$err") > most_err)); then
    complain "more than $most_err bytes on stderr"
  fi
  local found
  if found=$(grep -aEo -m 1 -e "$noise" "$err"); then
    complain "stderr lets this through: ${found%%$'\n'*}"
  fi
}

# status_is N... — one of these.
status_is() {
  [[ " $* " == *" $status "* ]] || complain "status $status, want $*"
}

out_is() {
  [[ $(<"$out") == "$1" ]] || complain "stdout is not: $1"
}
out_empty() { [[ ! -s $out ]] || complain "stdout is not empty"; }
err_empty() { [[ ! -s $err ]] || complain "stderr is not empty"; }

# ..._has TEXT... — every one of these, to the letter.
out_has() { has "$out" stdout "$@"; }
err_has() { has "$err" stderr "$@"; }
has() {
  local file=$1 stream=$2 text
  shift 2
  for text; do
    grep -aqF -e "$text" "$file" || complain "$stream lacks: $text"
  done
}

# ..._like REGEX... — every one of these; upper and lower case are alike.
out_like() { like "$out" stdout "$@"; }
err_like() { like "$err" stderr "$@"; }
like() {
  local file=$1 stream=$2 regex
  shift 2
  for regex; do
    grep -aqiE -e "$regex" "$file" || complain "$stream lacks: /$regex/"
  done
}

# ..._lacks TEXT... — none of these.
out_lacks() { lacks "$out" stdout "$@"; }
err_lacks() { lacks "$err" stderr "$@"; }
lacks() {
  local file=$1 stream=$2 text
  shift 2
  for text; do
    ! grep -aqF -e "$text" "$file" || complain "$stream has: $text"
  done
}

# err_lines N — exactly N lines, the last one ended.
err_lines() {
  local n
  n=$(wc -l <"$err")
  ((n == $1)) || complain "stderr has $n lines, want $1"
}

# No byte that steers a terminal: neither ESC nor any other control byte but
# tab and newline.
no_escapes() {
  local file=$1 stream=$2
  if LC_ALL=C grep -aq $'[\x01-\x08\x0b-\x1f\x7f]' "$file"; then
    complain "$stream has control bytes"
  fi
}
out_plain() { no_escapes "$out" stdout; }
err_plain() { no_escapes "$err" stderr; }

# A stream for people: its first lines, made harmless.
show() {
  local stream=$1 file=$2
  [[ -s $file ]] || return 0
  echo "# $stream:"
  head -c 4000 "$file" | head -n 12 | LC_ALL=C tr -c '\n\t -~' '?' |
    cut -c 1-200 | sed 's/^/#   /'
}

# tap NAME — the TAP line of the check that began with the last `seep`.
tap() {
  tap_count=$((tap_count + 1))
  if ((${#complaints[@]} == 0)); then
    echo "ok $tap_count - $1"
    return
  fi
  tap_failed=$((tap_failed + 1))
  echo "not ok $tap_count - $1"
  local text
  for text in "${complaints[@]}"; do
    echo "# ${text//$'\n'/$'\n'# }"
  done
  show stdout "$out"
  show stderr "$err"
  complaints=()
}

# tap_skip NAME WHY
tap_skip() {
  tap_count=$((tap_count + 1))
  echo "ok $tap_count - $1 # SKIP $2"
  complaints=()
}

tap_end() {
  echo "1..$tap_count"
  ((tap_failed == 0)) || echo "# $tap_failed of $tap_count failed"
  ((tap_failed == 0))
}

# A file of the test, written from stdin below $tmp.
file() {
  mkdir -p "$(dirname "$tmp/$1")"
  cat >"$tmp/$1"
}

# out_is_tap — stdout is TAP: one plan, first or last, numbers from 1 on,
# everything else a comment, an indented block or the version line.
out_is_tap() {
  local found
  found=$(awk '
    /^TAP version [0-9]+$/ { if (NR > 1) print "version line " NR; next }
    /^1\.\.[0-9]+( # .*)?$/ {
      split($1, p, /\.\./); plan = p[2]; plans++; planned = NR; next
    }
    /^(not )?ok [0-9]+( - .*)?$/ {
      n = $1 == "ok" ? $2 : $3
      if (n != ++count) print "line " NR " is numbered " n
      if (!first) first = NR
      last = NR
      next
    }
    /^(#| )/ { next }
    { print "line " NR " is not TAP: " $0 }
    END {
      if (plans != 1) print plans + 0 " plans"
      else if (plan != count + 0) print "plan " plan ", " count + 0 " tests"
      else if (count && planned > first && planned < last)
        print "plan in the middle"
    }' "$out")
  [[ -z $found ]] || complain "$found"
}

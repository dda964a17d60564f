#!/bin/bash
# Hostile scripts: each ends within LIMIT seconds with a finding, a clear error
# or a limit; nothing of the host is reached; the tool goes on.
#
# Every file of hostile/ is one check. Its first line is its name; further
# comment lines say what must hold:
#   -- status: N...    the exit statuses that will do (0 only where the script
#                      is harmless once it is contained)
#   -- says: REGEX     stderr has it, in whatever case
#   -- prints: TEXT    stdout has it
#   -- never: TEXT     neither stream has it
#   -- never-starts: TEXT   no line of stderr begins with it
#   -- at: MARK        stderr names a line that ends in the comment `-- MARK`
# When the status is 1, stderr names some line of a script in any case.
# @TMP@ stands for the folder above the scripts, where outside.lua and the
# other things lie that a script must not reach.
#
# hostile/next/ holds pairs of scenarios, a bomb and a healthy one.

. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

secret=the-secret-of-the-host
export SEEP_TEST_SECRET=$secret

# The world of the scripts: a copy, with what cannot be kept as a file.
file outside.lua <<'LUA'
print("REACHED")
return "REACHED"
LUA
echo "$secret" >"$tmp/victim"
cp -r "$here/hostile" "$tmp/hostile"
grep -rlZ @TMP@ "$tmp/hostile" | xargs -0 -r sed -i "s|@TMP@|$tmp|g"
printf '\033LJ\002\n\030' >"$tmp/hostile/modules/bytecode.lua"
printf 'local = 1\n' >"$tmp/hostile/modules/syntax.lua"
printf '\177ELF\002\001\001 not a library' >"$tmp/hostile/modules/native.so"
cp "$tmp/hostile/modules/native.so" "$tmp/hostile/native.so"
cd "$tmp" || exit 1

# directive FILE NAME — its values, one a line.
directive() { sed -n "s/^-- $2: //p" "$1"; }

# named FILE MARK — stderr names one of the marked lines of FILE.
named() {
  local name line
  name=$(basename "$1")
  while IFS=: read -r line _; do
    if grep -aqE -e "$name:$line([^0-9]|\$)" "$err"; then return; fi
  done < <(grep -n -e "-- $2\$" "$1")
  complain "stderr names no line of $name marked '$2'"
}

# What holds after every script, whatever it does.
contained() {
  out_lacks "$secret"
  err_lacks "$secret"
  err_plain
  if [[ -e pwned || -e hostile/pwned ]]; then
    complain "a file was written"
    rm -f pwned hostile/pwned
  fi
  [[ $(<victim) == "$secret" ]] || complain "a file was changed"
  ((status == 0)) || [[ -s $err ]] || complain "nothing on stderr"
  if ((status == 1)); then
    grep -aqE -e '\.lua:[0-9]+' "$err" || complain "stderr names no line"
  fi
}

# as_promised FILE — the directives of the file.
as_promised() {
  local text
  # shellcheck disable=SC2046 # several statuses
  status_is $(directive "$1" status)
  while read -r text; do err_like "$text"; done < <(directive "$1" says)
  while read -r text; do out_has "$text"; done < <(directive "$1" prints)
  while read -r text; do
    out_lacks "$text"
    err_lacks "$text"
  done < <(directive "$1" never)
  while read -r text; do
    ! grep -aq -e "^$text" "$err" || complain "a line begins with $text"
  done < <(directive "$1" never-starts)
  while read -r text; do named "$1" "$text"; done < <(directive "$1" at)
}

for script in hostile/*.lua; do
  seep run "$script"
  as_promised "$script"
  contained
  tap "$(basename "$script" .lua): $(sed -n '1s/^-- //p' "$script")"
done

for pair in hostile/next/*.lua; do
  seep test "$pair"
  status_is 1 3
  out_is_tap
  out_like '^not ok 1 .*bomb' '^ok 2 .*healthy'
  tap "the tool goes on after $(basename "$pair" .lua)"
done

# All bombs in one process after another, and the healthy ones between them.
pairs=(hostile/next/*.lua)
LIMIT=$((LIMIT * ${#pairs[@]})) seep test "${pairs[@]}"
status_is 1 3
out_is_tap
healthy=$(grep -cE '^ok [0-9]+ .*healthy' "$out")
((healthy == ${#pairs[@]})) ||
  complain "$healthy of ${#pairs[@]} healthy scenarios passed"
tap "the tool goes on through all of them in one process"

tap_end

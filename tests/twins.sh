#!/usr/bin/env bash
# Go's programs and their twins in Lua come to the same.
#
#   twins.sh [AREA/NAME...]      these pairs; all without one
#
# A pair is twins/AREA/NAME.go and NAME.lua: one program written twice. The
# Go programs are built into one, each as a package of its own, and run on
# one processor; the others with `seep run --drain 0s`, which ends as Go does.
# A pair agrees when both print the same and end alike: with the same status,
# or with the same panic or fatal error, text by text, to the first empty
# line. Tabs in what Lua prints count as spaces, Go's <nil> as nil. What was
# recovered and raised again Go shows once since 1.25, as seep does; an older
# Go's lines are made into that one. A race, or goroutines that stay behind,
# which Go was not asked to look for, are no difference.
#
# seep does the same every time. Go takes a processor away from a goroutine
# when the machine is busy, and its timers are late then: a pair that differs
# is given three more tries.
#
# TAP, one test point for each pair; all are skipped where there is no Go.

# shellcheck source=tests/cli/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/cli/lib.sh"

twins=$(cd "$here/../twins" && pwd) || exit 1
tries=4

# What differs from Go so far: [AREA/NAME]=WHY.
declare -A todo=(
  [order/first_61st_turn]="Go has taken some turns before main begins"
)

# Can the pairs be compared here? Says why not.
why_not() {
  local version
  command -v go >/dev/null || { echo "there is no Go"; return; }
  version=$(GOTOOLCHAIN=local go env GOVERSION 2>/dev/null)
  [[ $version =~ ^go1\.([0-9]+) && ${BASH_REMATCH[1]} -ge 19 ]] ||
    echo "Go is older than 1.19"
}

# Builds $tmp/go/twins, which runs the program that its argument names.
build_go() { # AREA/NAME...
  local pair package
  mkdir "$tmp/go" || return
  cd "$tmp/go" || return
  printf 'module twins\n\ngo 1.19\n' >go.mod
  {
    printf 'package main\n\nimport "os"\n'
    for pair; do printf 'import %s "twins/%s"\n' "${pair//\//_}" "$pair"; done
    printf 'func main() {\n\tmap[string]func(){\n'
    for pair; do printf '"%s": %s.Main,\n' "$pair" "${pair//\//_}"; done
    printf '\t}[os.Args[1]]()\n}\n'
  } >main.go
  for pair; do
    package=${pair//\//_}
    mkdir -p "$pair"
    sed "s/^package main\$/package $package/; s/^func main()/func Main()/" \
      "$twins/$pair.go" >"$pair/program.go" || return
  done
  env GOFLAGS=-mod=mod GOPROXY=off GOTOOLCHAIN=local GOCACHE="$tmp/cache" \
    GOPATH="$tmp/path" GOWORK=off CGO_ENABLED=0 go build -o twins .
}

# A panic of the value that was recovered before is one line of Go's with it.
again_in_one_line() {
  awk '
    {
      value = $0
      recovered = sub(/ \[recovered(, repanicked)?\]$/, "", value)
      if (before && value == "\tpanic: " text) {
        line = head " [recovered, repanicked]"
        next
      }
      if (NR > 1) print line
      line = $0
      head = text = value
      sub(/^\t?panic: /, "", text)
      before = recovered
    }
    END { print line }'
}

# record FILE N — what the last run printed and how it ended, in FILE; N is
# the status of a panic.
record() {
  local end
  end=$(awk '
    /^(panic|fatal error): / { on = 1 }
    on && !/^\[signal / { if ($0 == "") exit; print }' "$err")
  if (($2 == 2)); then end=$(again_in_one_line <<<"$end"); fi
  if [[ ! $end || $status != "$2" ]]; then end+="exit status $status"; fi
  { cat "$out"; printf -- '-- end --\n%s\n' "$end"; } >"$1"
}

compare() { # AREA/NAME
  local try differences

  observe env -C "$twins" "$SEEP" run --drain 0s --color never "$1.lua"
  tr '\t' ' ' <"$out" >"$tmp/spaced"
  mv "$tmp/spaced" "$out"
  cp "$err" "$tmp/seep.err"
  if grep -qE '^[^ ]+ seed=0  FAIL  (race|leak|partial-deadlock): ' "$err"; then
    status=0
  fi
  record "$tmp/seep" 1
  local bad=("${complaints[@]}")

  for ((try = 1; try <= tries; try++)); do
    observe env GOMAXPROCS=1 GOGC=off GODEBUG=asyncpreemptoff=1 \
      "$tmp/go/twins" "$1"
    sed -i 's/<nil>/nil/g' "$out"
    record "$tmp/go.txt" 2
    if differences=$(diff -u --label Go --label seep "$tmp/go.txt" \
      "$tmp/seep"); then break; fi
  done
  complaints+=("${bad[@]}")
  [[ -z $differences ]] || complain "$differences"
  cp "$tmp/seep.err" "$err"
  : >"$out"
}

if (($# == 0)); then
  mapfile -t pairs < <(cd "$twins" && find . -name '*.go' -o -name '*.lua' |
    sed 's|^\./||; s|\.[a-z]*$||' | LC_ALL=C sort -u)
else
  pairs=("$@")
fi

why=$(why_not)
if [[ $why ]]; then
  for pair in "${pairs[@]}"; do tap_skip "$pair" "$why"; done
  tap_end
  exit
fi

whole=()
for pair in "${pairs[@]}"; do
  if [[ -f $twins/$pair.go && -f $twins/$pair.lua ]]; then whole+=("$pair"); fi
done
if ! (build_go "${whole[@]}") >"$tmp/build" 2>&1; then
  sed 's/^/# /' "$tmp/build"
  echo "Bail out! the Go programs were not built"
  exit 1
fi

for pair in "${pairs[@]}"; do
  complaints=()
  if [[ ! -f $twins/$pair.go || ! -f $twins/$pair.lua ]]; then
    complain "one of the two is missing"
    : >"$out"
    : >"$err"
  else
    compare "$pair"
  fi
  if [[ ${todo[$pair]-} ]]; then
    failed_before=$tap_failed
    tap "$pair # TODO ${todo[$pair]}"
    tap_failed=$failed_before
  else
    tap "$pair"
  fi
done
tap_end

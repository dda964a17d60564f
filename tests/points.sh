# shellcheck shell=bash
# Test points of the suites in tests/check, to be sourced.

points=0
points_failed=0

# point NAME — one test point, which every line of stdin speaks against.
point() {
  local lines
  mapfile -t lines
  points=$((points + 1))
  if ((${#lines[@]} == 0)); then
    echo "ok $points - $1"
  else
    points_failed=1
    echo "not ok $points - $1"
    printf '# %s\n' "${lines[@]}"
  fi
}

# The end of a suite: its plan, and its status.
points_end() {
  echo "1..$points"
  exit "$points_failed"
}

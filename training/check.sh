#!/usr/bin/env bash
# Lint, format and types of the training package. Each is one check; the last line is `N passed, M failed`.
set -uo pipefail
cd "$(dirname "$0")"
python="${PYTHON:-python}"
passed=0 failed=0

check() { # check "<what>" <command>
  local what="$1"
  shift
  if "$@"; then
    passed=$((passed + 1))
  else
    echo "check.sh: $what failed: $*"
    failed=$((failed + 1))
  fi
}

check lint "$python" -m ruff check --no-cache .
check format "$python" -m ruff format --no-cache --check .
check types "$python" -m mypy --cache-dir=/dev/null

echo "$passed passed, $failed failed"
[[ $failed -eq 0 ]]
